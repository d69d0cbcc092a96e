# What the theme's templates say.

## Frame

skip-to-content = انتقل إلى المحتوى
menu = القائمة
menu-main = القائمة الرئيسية
menu-below = صفحات ضمن { $title }
menu-footer = عن هذا الموقع
menu-policies = السياسات
appearance = المظهر
appearance-system = حسب الجهاز
appearance-light = فاتح
appearance-dark = داكن
breadcrumbs = أنت هنا
published-by = الناشر:
feed = موجز المستجدات
home = الصفحة الرئيسية
unpublished-draft = مسودة. هذه الصفحة غير منشورة.
unpublished-future = مجدولة. لم تُنشر هذه الصفحة بعد.
unpublished-expired = منتهية الصلاحية. لم تعد هذه الصفحة منشورة.

## Who stands behind a page

not-medically-reviewed = لم تُراجَع طبيًا
medically-reviewed = تمت مراجعتها طبيًا
clinically-reviewed = تمت مراجعتها سريريًا
page-details = التفاصيل
reading-short = مدة القراءة: { $count ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
published = تاريخ النشر
updated = تاريخ التحديث
reading-time = مدة القراءة
reading-minutes = { $count ->
    [zero] أقل من دقيقة
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
    [many] { $count } دقيقة
   *[other] { $count } دقيقة
}
about-this-page = عن هذه الصفحة
last-reviewed = آخر مراجعة
last-reviewed-not-medically = آخر مراجعة، غير طبية
next-review-due = موعد المراجعة القادمة
changed-since-review = عُدّلت بعد تلك المراجعة
changed-since-sign-off = تغيّر النص منذ اعتماده.
present-text = النص الحالي
signed = موقَّع
not-yet = ليس بعد
corrections = التصحيحات
correction-minor = تصحيح طفيف
correction-important = تصحيح مهم
correction-was = كان النص:
correction-now = أصبح النص:
changes = سجل التحديثات
change-substantive = تغيير في المضمون
change-cosmetic = تغيير في الشكل

## Article

contents = في هذه الصفحة
page-cautions = تنبيهات في هذه الصفحة
contents-again = المحتويات مرة أخرى
key-points = أهم النقاط
references = المراجع
download-sources = احتفظ بهذه المصادر:
explore-related-exercises = تعرّف على تمارين ذات صلة
shown-exercises = في هذه الصفحة:
explore-related-articles = تعرّف على مقالات ذات صلة
source-tap-again = المس العلامة مرة أخرى للانتقال إلى القائمة.
term-tap-again = المس المصطلح مرة أخرى للانتقال إلى المسرد.

## What can be done with a page

page-tools = هذه الصفحة
share = مشاركة
copy-link = نسخ الرابط
print = طباعة
open-steps = إظهار الخطوات
close-steps = إخفاء الخطوات
steps-failed = تعذّر تحميل الخطوات. افتح الصفحة بدلًا من ذلك.

## Practice mode

practice = التمرين
practice-start = تمرّن خطوة بخطوة
practice-before = قبل أن تبدأ
practice-understood = قرأت هذا
practice-begin = ابدأ
practice-exercise = التمرين { $number } من { $total }
practice-step = الخطوة { $number } من { $total }
practice-repeat = كرّر
practice-repeat-text = أعد جميع الخطوات بعدد المرات المذكور.
practice-next = التالي
practice-back = السابق
practice-leave = خروج
practice-done = انتهيت
practice-done-text = كانت تلك الخطوة الأخيرة.
practice-sound = الصوت
practice-stop = إيقاف
practice-time = { $name }: { $seconds } من { $goal }
practice-reached = { $seconds } ثانية
practice-over = انتهى الوقت
practice-keys = مفاتيح الأسهم للتقدم والرجوع، ومفتاح Escape للخروج.

## Languages

language-name = العربية
languages = اللغات
not-translated = هذه الصفحة غير متاحة بالعربية بعد. أنت تقرأ النص الأصلي.
outdated-translation = تغيّر النص الأصلي لهذه الصفحة منذ ترجمته.
read-original = اقرأ النص الأصلي

## Exercise

ways-on = الخطوة التالية
easier = أسهل
harder = أصعب
next = ما يمكن أن يليه
read-about-it = اقرأ عنه
in-programmes = جزء من
handout-exercise = اطبع هذا التمرين في ورقة
handout-programme = اطبع هذا البرنامج في أوراق
handout-guide = اطبع الدليل كاملًا
forms-of-page = هذه الصفحة بأشكال أخرى
form-easy-read = سهل القراءة
form-audio = استمع
form-sign-language = لغة الإشارة
form-large-print = خط كبير
form-file = { $type }، { $kilobytes } كيلوبايت
form-behind = أقدم من هذه الصفحة
easy-full-page = اقرأ الصفحة كاملة
easy-outdated = تغيّرت الصفحة منذ إعداد هذه النسخة السهلة القراءة.
easy-tested-with = جُرّب مع
download-pdf = نزّل ملف PDF ({ $kilobytes } كيلوبايت)
download-epub = نزّل ملف EPUB ({ $kilobytes } كيلوبايت)
handout-hint = هذه الورقة معدّة للطباعة.
print-sheet = طباعة هذه الورقة

## A sheet for one person

sheet-make = إعداد ورقة لشخص واحد
sheet-with-exercise = إعداد ورقة بهذا التمرين
sheet-with-programme = إعداد ورقة بهذه التمارين
sheet-intro = اختر التمارين وحدّد جرعة كل منها واطبعها مع كل تنبيهاتها. عنوان الصفحة يحفظ الاختيار.
sheet-without-script = يتطلب اختيار التمارين JavaScript. الأوراق أدناه جاهزة للطباعة.
sheet-ready = أوراق جاهزة للطباعة
sheet-choose = اختيار التمارين
sheet-conditions = هل لدى الشخص شيء مما يلي؟ ما تؤشّر عليه لا يُحفظ في أي مكان.
sheet-leave-out = إخفاء التمارين التي لها تنبيه بشأن ما تم التأشير عليه
sheet-chosen = على الورقة
sheet-none-chosen = لم يُختر أي تمرين بعد.
sheet-remove = إزالة
sheet-up = تحريك لأعلى
sheet-down = تحريك لأسفل
sheet-size = حجم الخط
sheet-points = { $points } نقطة
sheet-as-made = كما هي
sheet-lines = لرأس الورقة
sheet-private = يُطبع الاسم ورقم الهاتف فقط. لا يظهران في العنوان ولا يُحفظان ولا يُرسلان إلى أي مكان.
sheet-name = الاسم
sheet-phone = هاتف المعالج
sheet-copy = نسخ العنوان
sheet-address = هذه الورقة على الويب
sheet-code = رمز يقود إلى هذه الورقة على الويب
sheet-code-too-long = العنوان أطول من أن يتسع له رمز.
sheet-applies = هذا ينطبق عليك.
sheet-added = { $title } على الورقة برقم { $number }.
sheet-moved = رقم { $title } الآن { $number }.
sheet-removed = لم يعد { $title } على الورقة.
sheet-changed = { $title }: تغيّر هذا التمرين منذ إعداد الورقة.
sheet-withdrawn = { $title }: سُحب هذا التمرين وهو ليس على الورقة.
sheet-clamped = { $title }: في العنوان جرعة لا يسمح بها هذا التمرين. على الورقة { $dose }.
sheet-unknown = تمارين في العنوان ليست في هذه الصفحة: { $count }
sheet-full = تتسع الورقة لما لا يزيد على { $count } تمرينًا.
sheet-unreadable = تعذّرت قراءة جزء من العنوان فتُرك.
sheet-failed = تعذّر تحميل التمارين. أعد تحميل الصفحة.

## Topics and people

articles = المقالات
exercises = التمارين
programmes = البرامج
topic-condition = حالة صحية
topic-region = جزء من الجسم
topic-method = طريقة
topic-population = لمن
topic-other = موضوع
related-topics = موضوعات ذات صلة
broader = جزء من
narrower = يشمل
person-wrote = كتابة
person-reviewed = مراجعة
person-contributed = مساهمة

## Home page

home-find-exercise = ابحث عن تمرين
home-find-condition = اقرأ عن حالة صحية
home-where-to-begin = من أين تبدأ
home-where = التمارين والمقالات حسب جزء الجسم
home-what-for = حسب الحالة والموضوع
home-cover = اقرأ هذا أولًا
home-picks = اختيارات هيئة التحرير
home-newest = مزيد من القراءة
all-articles = جميع المقالات
all-exercises = جميع التمارين
all-topics = جميع المواضيع
all-sources = جميع المصادر
promise = ما نلتزم به أمامك
promise-sources = { $count ->
    [zero] مصدر مذكور ببياناته الكاملة
    [one] مصدر مذكور ببياناته الكاملة
    [two] مصدران مذكوران ببياناتهما الكاملة
    [few] مصادر مذكورة ببياناتها الكاملة
    [many] مصدرًا مذكورًا ببياناته الكاملة
   *[other] مصدر مذكور ببياناته الكاملة
}
promise-sources-text = مع كل مصدر قائمة بالجمل التي تستند إليه.
see-sources = اطّلع على جميع المصادر
promise-exercises = { $count ->
    [zero] تمرين، والتنبيهات أولًا
    [one] تمرين، والتنبيهات أولًا
    [two] تمرينان، والتنبيهات أولًا
    [few] تمارين، والتنبيهات أولًا
    [many] تمرينًا، والتنبيهات أولًا
   *[other] تمرين، والتنبيهات أولًا
}
promise-exercises-text = إذا كان للتمرين تنبيه، فإنه يأتي قبل الخطوة الأولى أينما عُرض التمرين.
promise-articles = { $count ->
    [zero] مقال، كل منها يبيّن هل رُوجع
    [one] مقال، يبيّن هل رُوجع
    [two] مقالان، كل منهما يبيّن هل رُوجع
    [few] مقالات، كل منها يبيّن هل رُوجع
    [many] مقالًا، كل منها يبيّن هل رُوجع
   *[other] مقال، كل منها يبيّن هل رُوجع
}
promise-articles-text = يبيّن كل مقال هل راجعه مختص صحي. وتبقى التصحيحات ظاهرة في الصفحة.

# What pages may call the places that the home page's figure marks: names of one place with commas between.
body-head = الرأس، رأس، الوجه، الفك
body-neck = الرقبة، رقبة، العنق
body-shoulders = الكتفان، الكتفين، الكتف، كتف، الأكتاف
body-upper-back = أعلى الظهر، لوحا الكتف، لوح الكتف
body-chest = الصدر، صدر، القفص الصدري، الأضلاع
body-arms = الذراعان، الذراعين، الذراع، ذراع
body-mid-back = منتصف الظهر، وسط الظهر
body-back = الظهر، ظهر
body-elbows = المرفقان، المرفقين، المرفق، مرفق، الكوع
body-spine = العمود الفقري، عمود فقري
body-core = البطن، بطن، الجذع، عضلات الجذع
body-lower-back = أسفل الظهر
body-wrists = الرسغان، الرسغين، الرسغ، المعصم، الساعد
body-pelvis = الحوض، حوض، قاع الحوض
body-hands = اليدان، اليدين، اليد، يد، الأصابع
body-hips = الوركان، الوركين، الورك، ورك، الأرداف
body-legs = الساقان، الساقين، الساق، ساق، الرجلان، الفخذ، الفخذان
body-knees = الركبتان، الركبتين، الركبة، ركبة
body-calves = ربلة الساق، عضلات الساق
body-ankles = الكاحلان، الكاحلين، الكاحل، كاحل
body-feet = القدمان، القدمين، القدم، قدم، الكعب

## Lists

count-article = { $count ->
    [zero] لا مقالات
    [one] مقال واحد
    [two] مقالان
    [few] { $count } مقالات
    [many] { $count } مقالًا
   *[other] { $count } مقال
}
count-exercise = { $count ->
    [zero] لا تمارين
    [one] تمرين واحد
    [two] تمرينان
    [few] { $count } تمارين
    [many] { $count } تمرينًا
   *[other] { $count } تمرين
}
count-programme = { $count ->
    [zero] لا برامج
    [one] برنامج واحد
    [two] برنامجان
    [few] { $count } برامج
    [many] { $count } برنامجًا
   *[other] { $count } برنامج
}
count-topic = { $count ->
    [zero] لا موضوعات
    [one] موضوع واحد
    [two] موضوعان
    [few] { $count } موضوعات
    [many] { $count } موضوعًا
   *[other] { $count } موضوع
}
count-person = { $count ->
    [zero] لا أفراد ولا فرق
    [one] فرد واحد أو فريق واحد
    [two] اثنان من الأفراد والفرق
    [few] { $count } من الأفراد والفرق
    [many] { $count } من الأفراد والفرق
   *[other] { $count } من الأفراد والفرق
}
count-page = { $count ->
    [zero] لا صفحات
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $count } صفحات
    [many] { $count } صفحة
   *[other] { $count } صفحة
}
count-source = { $count ->
    [zero] لا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $count } مصادر
    [many] { $count } مصدرًا
   *[other] { $count } مصدر
}
part-of = الجزء { $number } من { $parts }
pager = أجزاء هذه القائمة
previous-part = الجزء السابق
following-part = الجزء التالي
text-field-yes = نعم
text-field-no = لا
guide-ways = التنقّل في هذا الدليل
pages-below = صفحات هذا الجزء
edit-page = تحرير هذه الصفحة
by-letter = حسب الحرف

## Glossary

also-called = يسمى أيضًا
see-also = انظر أيضًا
used-in = ورد في
all-uses = كل الصفحات التي تستخدمه ({ $count })

## Sources

index-legend = الرقم المجاور لكل مصدر هو عدد الصفحات التي تستشهد به.
filter-exercises = تضييق نطاق التمارين
filter-any = الكل
filter-all-exercises = { $count ->
    [one] عرض تمرين واحد
   *[other] عرض جميع التمارين ({ $count })
}
filter-some-exercises = عرض { $shown } من { $total } تمرين
filter-sources = تصفية المصادر
filter-words = بحث
filter-year = السنة
filter-any-year = كل السنوات
filter-kind = النوع
filter-any-kind = كل الأنواع
filter-publisher = المجلة أو الناشر
filter-any-publisher = الكل
filter-all = { $count ->
    [zero] لا مصادر لعرضها
    [one] المعروض مصدر واحد
    [two] المعروض مصدران، وهما كل المصادر
    [few] المعروض كل المصادر، وهي { $count } مصادر
    [many] المعروض كل المصادر، وهي { $count } مصدرًا
   *[other] المعروض كل المصادر، وهي { $count } مصدر
}
filter-some = عدد المصادر المعروضة: { $shown } من { $total }
filter-found = { $shown } من { $total } مصدر مطابق
filter-results = المصادر المطابقة
filter-more = عرض مصادر أخرى
filter-failed = تعذر تحميل المصادر. حاول مرة أخرى.
filter-none = لا يوجد مصدر مطابق. أزل أحد المرشحات.
filter-reset = عرض الكل
cited-by = { $count ->
    [zero] صفحة تستشهد به
    [one] صفحة تستشهد به
    [two] صفحتان تستشهدان به
    [few] صفحات تستشهد به
    [many] صفحةً تستشهد به
   *[other] صفحة تستشهد به
}
read-notice = اقرأ الإشعار
superseded-by = حلّ محلّه مصدر أحدث:
cited-retractions = أعمال مسحوبة يستشهد بها
cited-retractions-about = يستشهد هذا المصدر بأعمال سُحبت بعد نشرها. والاستشهاد بعمل لا يعني الاعتماد عليه.
evidence = الدليل
full-entry = الاستشهاد بهذا المصدر
abstract = الملخص
cited-in = استُشهد به في
via = عن طريق
read-in-place = اقرأه في سياقه
listed-only = مدرج بين المصادر دون علامة في النص.
take-along = احتفظ بهذا المصدر
copy-citation = نسخ الاستشهاد
copy-format = نسخ { $format }
copied = تم النسخ

## Elsewhere

not-found-text = ربما في العنوان خطأ، أو أن الصفحة نُقلت. يمكنك المتابعة من هنا:
moved = نُقلت هذه الصفحة
moved-link = انتقل إلى عنوانها الجديد

# What the build itself says in a page's text. Keys begin with `text-`.

## Names of pages and sections

text-articles = المقالات
text-exercises = التمارين
text-programmes = البرامج
text-topics = الموضوعات
text-people = فريقنا
text-glossary = مسرد المصطلحات
text-references = المصادر
text-references-part = المصادر: { $part }
text-references-dek = جميع المصادر التي تستند إليها هذه الصفحات، ومواضع الاستشهاد بكل منها.
text-references-entry = المراجع
text-home = الرئيسية
text-not-found = هذه الصفحة ليست هنا

## Roles

text-written-by = بقلم
text-reviewed-medical = بمراجعة طبية من
text-reviewed-clinical = بمراجعة سريرية من
text-reviewed-editorial = تحرير
text-reviewed-lay = بمراجعة من منظور غير المختصين من
text-reviewed-before = راجع نصًا سابقًا
text-contributed-expert = بمشاركة
text-contributed-editor = تحرير
text-contributed-illustrator = رسوم
text-contributed-fact-checker = بتدقيق للمعلومات من

## Exercises

text-view-exercise = انتقل إلى التمرين: { $title }
text-view-programme = عرض البرنامج: { $title }
text-read-article = اقرأ المقال: { $title }
text-how-to-do-it = طريقة الأداء
text-cautions = تنبيهات
text-caution-avoid = { $condition }: لا تؤدِّ هذا التمرين.
text-caution-modify = { $condition }: عدِّل التمرين.
text-caution-ask = { $condition }: استشر مختصًا صحيًا أولًا.
text-caution-applies = ينطبق هذا على موضوع هذه الصفحة.
text-card-caution = تنبيه: { $conditions }
text-severity-avoid = لا تؤدِّ هذا التمرين
text-severity-modify = عدِّل التمرين
text-severity-ask = استشر مختصًا صحيًا أولًا
text-stop-if = توقّف في هذه الحالات
text-show-steps = إظهار الخطوات
text-hide-steps = إخفاء الخطوات
text-dose = الجرعة
text-dose-sets = المجموعات
text-dose-reps = التكرارات
text-dose-rounds = الجولات
text-dose-hold = الثبات
text-dose-rest = الراحة
text-dose-frequency = عدد المرات
text-dose-sides = الجانبان
text-dose-words-sets = { $count ->
    [few] { $amount } مجموعات
   *[other] { $amount } مجموعة
}
text-dose-words-reps = { $count ->
    [few] { $amount } مرات
   *[other] { $amount } مرة
}
text-dose-words-rounds = { $count ->
    [few] { $amount } جولات
   *[other] { $amount } جولة
}
text-dose-words-hold = الثبات { $amount }
text-dose-words-rest = الراحة { $amount }
text-dose-words-frequency = { $amount }
text-dose-words-sides = الجانبان: { $amount }
text-other-language = { $language ->
    [en] ما يلي غير مترجم: وهو باللغة الإنجليزية.
    [es] ما يلي غير مترجم: وهو باللغة الإسبانية.
    [fr] ما يلي غير مترجم: وهو باللغة الفرنسية.
    [de] ما يلي غير مترجم: وهو باللغة الألمانية.
    [it] ما يلي غير مترجم: وهو باللغة الإيطالية.
    [nl] ما يلي غير مترجم: وهو باللغة الهولندية.
    [pt] ما يلي غير مترجم: وهو باللغة البرتغالية.
   *[other] ما يلي غير مترجم. لغته: { $name }.
}
text-schedule = الجدول
text-exercise = التمرين
text-days = الأيام
text-any-day = أي يوم
text-day-mon = الاثنين
text-day-tue = الثلاثاء
text-day-wed = الأربعاء
text-day-thu = الخميس
text-day-fri = الجمعة
text-day-sat = السبت
text-day-sun = الأحد
text-withdrawn-exercise = سُحب هذا التمرين. لا تؤده.
text-code-to-page = رمز يقود إلى هذه الصفحة على الويب
text-contents = المحتويات
text-llms-notices = تبدأ كل صفحة بتحذيراتها وعلامات التوقف وإخلاء المسؤولية. انقلها مع ما تأخذه منها.
text-llms-stop = يذكر متى يجب التوقف.
text-outdated-translation = تغيّر الأصل منذ ترجمة هذا النص.
text-book-accessibility = ترشد العناوين والمحتويات القارئ في النص، وللصور أوصاف.
text-sheet = ورقة لشخص واحد
text-fact-position = الوضعية
text-fact-level = المستوى
text-fact-kind = النوع
text-fact-equipment = الأدوات
text-fact-regions = المنطقة
text-fact-muscles = العضلات
text-none = لا شيء
text-level-beginner = مبتدئ
text-level-intermediate = متوسط
text-level-advanced = متقدم
text-kind-strength = قوة
text-kind-flexibility = مرونة
text-kind-balance = توازن
text-kind-aerobic = تمرين هوائي
text-kind-posture = قوام
text-kind-breathing = تنفس
text-kind-mind-body = الجسم والذهن

## Blocks of the text

text-callout-tip = نصيحة
text-callout-note = ملاحظة
text-callout-important = مهم
text-callout-warning = تحذير
text-callout-caution = تنبيه
text-care-non-urgent = متى تستشير
text-care-urgent = اطلب المساعدة قريبًا
text-care-emergency = حالة طارئة
text-do = افعل
text-dont = لا تفعل
text-details = المزيد
text-figure = الشكل { $number }
text-people-affected = { $n } من أصل { $of }
text-people-affected-then = { $n } من أصل { $of }، ثم { $then } من أصل { $of }
text-people-yes = المصابون: { $n }
text-people-always = المصابون في كلتا الحالتين: { $n }
text-people-before = المصابون أولًا ثم لم يعودوا كذلك: { $n }
text-people-after = المصابون بعد ذلك فقط: { $n }
text-people-no = غير المصابين: { $n }
text-number-decimal = .
text-number-group = ,
text-data-file = تنزيل البيانات: { $name }
text-data-part = تظهر هنا أول { $shown } من أصل { $count } من الصفوف، والملف يحتوي عليها جميعًا.
text-chart-numbers = الأرقام في جدول
text-chart-bar = أعمدة: { $y } حسب { $x }.
text-chart-line = خط: { $y } حسب { $x }.
text-chart-interval = نقاط مع فترات: { $y } حسب { $x }.
text-chart-summary = { $y }: الأدنى { $low }، والأعلى { $high }، والأول { $first }، والأخير { $last }.
text-chart-including = الفترات التي تشمل { $at }: { $n } من أصل { $count }.
text-chart-range = { $y } (من { $low } إلى { $high })
text-promotion = محتوى ترويجي
text-disclaimer = إخلاء مسؤولية
text-experts = خبراؤنا
text-people-and-teams = الأفراد والفرق
text-playlist = قائمة التشغيل
text-table = الجدول { $number }
text-task-done = تم
text-task-open = لم يتم بعد
text-code = شيفرة
text-footnotes = الحواشي
text-back = العودة إلى النص
text-watch = شاهد «{ $title }» على { $host }
text-listen = استمع إلى «{ $title }» على { $host }
text-form-audio = استمع إلى هذه الصفحة
text-form-sign-language = هذه الصفحة بلغة الإشارة
text-form-read-by = قراءة: { $name }
text-form-interpreted-by = ترجمة إلى لغة الإشارة: { $name }
text-form-made-by = إعداد: { $name }
text-form-registration = رقم التسجيل: { $number }
text-form-approved-by = بموافقة: { $name }
text-form-approved = تمت الموافقة
text-form-not-approved = لم يوافق عليه أحد بعد
text-form-behind = تغيّرت الصفحة منذ هذا التسجيل. المعتمد هو ما تقوله الصفحة.
text-transcript = النص المكتوب
text-spoken-words = اقرأ ما يُقال
text-video = فيديو: { $title }

## Sources

text-source-number = المصدر { $number }: { $name }
text-accessed-web = الويب
text-doi = DOI
text-pubmed = PubMed
text-pmc = PMC
text-web = الويب
text-archived = نسخة مؤرشفة
text-more-about-source = صفحة المصدر
text-more-about-source-named = صفحة المصدر: { $name }
text-back-to-mark = العودة إلى النص: العلامة { $number } للمصدر { $name }
text-back-to-text = العودة إلى النص
text-year-letter = في النص بالحرف
text-retracted = مصدر مسحوب
text-retracted-about = سُحب هذا المصدر بعد نشره.
text-concern = إبداء قلق
text-concern-about = نشرت المجلة إبداء قلق بشأن هذا المصدر.
text-corrected = مصحَّح
text-corrected-about = صُحّح هذا المصدر بعد نشره.
text-evidence-guideline = دليل إرشادي
text-evidence-systematic-review = مراجعة منهجية
text-evidence-meta-analysis = تحليل تلوي
text-evidence-review = مراجعة دراسات
text-evidence-randomised-trial = تجربة معشّاة
text-evidence-trial = تجربة
text-evidence-cohort = دراسة أترابية
text-evidence-case-control = دراسة الحالات والشواهد
text-evidence-cross-sectional = دراسة مقطعية
text-evidence-observational = دراسة رصدية
text-evidence-case-report = تقرير حالة
text-evidence-expert = رأي خبير
text-evidence-web = صفحة ويب
text-certainty = درجة اليقين في الأدلة: { $level }
text-certainty-high = عالية
text-certainty-moderate = متوسطة
text-certainty-low = منخفضة
text-certainty-very-low = منخفضة جدًا
text-certainty-judged = تقييم { $name } بتاريخ { $date }
text-other-sources = مصادر أخرى
text-untitled = بلا عنوان
text-no-date = د.ت.
text-and-others = وآخرون
text-kind-of-source-journal = مقال في مجلة علمية
text-kind-of-source-news = مجلة أو صحيفة
text-kind-of-source-book = كتاب
text-kind-of-source-chapter = فصل من كتاب
text-kind-of-source-conference = ورقة مؤتمر
text-kind-of-source-report = تقرير
text-kind-of-source-thesis = رسالة جامعية
text-kind-of-source-web = صفحة ويب
text-kind-of-source-preprint = نسخة أولية قبل النشر
text-kind-of-source-data = مجموعة بيانات
text-kind-of-source-standard = معيار أو قانون
text-kind-of-source-video = فيديو
text-kind-of-source-software = برنامج حاسوبي
text-kind-of-source-other = وثيقة

## Statements

text-funding = التمويل
text-conflicts = تضارب المصالح
text-sponsor = الجهة الراعية
text-ai = استخدام الذكاء الاصطناعي
text-ai-checked = بتدقيق من { $name }.
text-picture-ai-generated = صورة أُنشئت بالذكاء الاصطناعي
text-picture-ai-edited = صورة عُدِّلت بالذكاء الاصطناعي
text-license = الترخيص
text-withdrawn = { $kind ->
    [exercise] سُحب هذا التمرين في { $date }.
    [programme] سُحب هذا البرنامج في { $date }.
   *[page] سُحبت هذه الصفحة في { $date }.
}
text-unpublished-draft = مسودة
text-unpublished-future = مجدولة
text-unpublished-expired = منتهية الصلاحية
text-withdrawn-successor = اقرأ بدلًا منها:
text-count-pages = { $count ->
    [zero] لا صفحات
    [one] صفحة واحدة
    [two] صفحتان
    [few] { $count } صفحات
    [many] { $count } صفحة
   *[other] { $count } صفحة
}
text-count-exercises = { $count ->
    [zero] لا تمارين
    [one] تمرين واحد
    [two] تمرينان
    [few] { $count } تمارين
    [many] { $count } تمرينًا
   *[other] { $count } تمرين
}

## Forms

text-email = البريد الإلكتروني
text-optional = اختياري
text-form-sending = جارٍ الإرسال…
text-form-thanks = شكرًا لك
text-form-sent = تم الإرسال.
text-form-failed = تعذّر الإرسال. ما كتبته لا يزال هنا؛ يُرجى المحاولة مرة أخرى.
text-feedback-question = هل كانت هذه الصفحة مفيدة؟
text-feedback-yes = نعم
text-feedback-no = لا
text-feedback-report = الإبلاغ عن مشكلة
text-feedback-problem = ما الخطأ في هذه الصفحة؟
text-feedback-private = تصل هذه الرسالة إلى من يكتبون هذه الصفحات. لا يمكنهم تقديم المشورة بشأن صحتك؛ يُرجى عدم الكتابة عنها.
text-feedback-send = إرسال
text-feedback-mail = اكتب لنا بريدًا إلكترونيًا عن هذه الصفحة

## Dates

text-date = { $day } { $month } { $year }
text-month-1 = يناير
text-month-2 = فبراير
text-month-3 = مارس
text-month-4 = أبريل
text-month-5 = مايو
text-month-6 = يونيو
text-month-7 = يوليو
text-month-8 = أغسطس
text-month-9 = سبتمبر
text-month-10 = أكتوبر
text-month-11 = نوفمبر
text-month-12 = ديسمبر

## Packets for reviewers

text-packet-title = للمراجعة: { $title }
text-packet-file = الملف
text-packet-address = العنوان
text-packet-made = أُعِدّ الملف في
text-packet-changed = ما تغيّر منذ توقيع { $name } في { $date }
text-packet-changed-since-request = ما تغيّر منذ أن طلب { $name } تعديلات في { $date }
text-packet-nothing-changed = لم يتغيّر شيء.
text-packet-part-added = أُضيف: { $title }
text-packet-part-removed = حُذف: { $title }
text-packet-disclaimers = تنبيهات
text-packet-version = الإصدار { $version }
text-packet-text = النص
text-packet-claims = الأقوال ومصادرها
text-packet-claim = ما يقوله النص
text-packet-source = المصدر
text-packet-unmarked = مذكور في القائمة دون إشارة إليه في النص.
text-packet-sign = الاعتماد
text-packet-approved = قرأت كل ما سبق وأؤيده.
text-packet-changes = أطلب تعديلات أولًا.
text-packet-name = الاسم والمؤهلات:
text-packet-date = التاريخ:
text-packet-signature = التوقيع:
text-packet-answer-word = علّق على الكلمات أو غيّرها، فهذا الملف يسجّل التغييرات. اترك الأرقام بين الأقواس كما هي. وفي النهاية املأ الأسطر أدناه واحفظ الملف وأعده.
text-packet-hash = ما قُرئ: { $hash }
text-packet-captions = نصوص ترجمة مقاطع الفيديو
text-packet-terms = تعريفات
text-packet-points = النقاط الرئيسية
text-packet-uncited = جمل بلا مصدر
text-packet-comments = ملاحظات
text-packet-command = يسجّل القائم على الموقع المراجعة بأمر الخانة المؤشَّر عليها. ولمن يوقّع بمفتاح يُضاف ‎--key FILE‎.
text-packet-ask = يطلب منك { $by } قراءة هذه الصفحة قبل نشرها وأن تقول هل تؤيدها.
text-packet-until = يُرجى الرد قبل { $date }.
text-packet-how = انقر جملةً أو خطوةً أو صورةً أو مصدرًا، أو استخدم زر «تعليق» بجانبه، واكتب رأيك أو الكلمات التي تقترحها. في نهاية الصفحة اكتب اسمك والتاريخ، ووافق أو اطلب تغييرات، ثم أرسل ردك. على الورق، اكتب بجانب الأرقام ووقّع في النهاية.
text-packet-packet = ملف المراجعة
text-packet-details = العنوان والبيانات
text-packet-comment = تعليق
text-packet-comment-on = تعليق على الفقرة { $number }
text-packet-your-comment = تعليقك
text-packet-suggestion = اقترح كلمات أخرى
text-packet-save = حفظ
text-packet-cancel = إلغاء
text-packet-edit = تعديل
text-packet-delete = حذف
text-packet-suggested = الكلمات المقترحة
text-packet-answer = ردك
text-packet-your-name = اسمك
text-packet-your-date = التاريخ
text-packet-decision = قرارك
text-packet-approve = موافقة
text-packet-ask-changes = طلب تغييرات
text-packet-closing = ملاحظات أخرى
text-packet-kept = ما تكتبه يُحفظ في هذا المتصفح. لا يُرسَل شيء تلقائيًا.
text-packet-suggestions-count = الاقتراح تغيير تطلبه. إذا وافقت، تسري موافقتك متى دخل كل اقتراح في النص كما هو.
text-packet-download = تنزيل الرد
text-packet-copy = نسخ الرد نصًا
text-packet-downloaded = الرد في مجلد التنزيلات. أرسل هذا الملف:
text-packet-copied = نُسخ الرد. الصقه في رسالة.
text-packet-copy-by-hand = انسخ هذا النص والصقه في رسالة.
text-packet-need-name = اكتب اسمك أولًا.
text-packet-need-decision = وافق أو اطلب تغييرات أولًا.
text-packet-program = الأسطر التالية للبرنامج. يُرجى تركها كما هي.
text-packet-video = فيديو مرسل بجانب هذا الملف: { $file }
text-packet-bundle = صفحات للمراجعة: { $name }
text-packet-bundle-how = لكل صفحة إجابة خاصة بها في نهايتها. أرسل إجابة عن كل صفحة قرأتها.
text-packet-approve-changes = الموافقة على التغييرات
text-packet-approved-changes = قرأت ما تغيّر منذ توقيع { $name } في { $date } وأوافق عليه. ولم أقرأ الباقي مرة أخرى.
text-reminder-subject = تذكير: مراجعة لموقع { $site }
text-reminder-hello = مرحبًا { $name }،
text-reminder-body = طلبنا منك مراجعة هذه الصفحات ولم تصلنا إجابة بعد:
text-reminder-page = { $title } (طُلب في { $asked })
text-reminder-page-until = { $title } (طُلب في { $asked }، والإجابة مطلوبة حتى { $until })
text-reminder-close = إذا كنت قد أرسلت إجابتك أو لا يمكنك مراجعة صفحة، فأخبرنا من فضلك.

## Corrections and people

all-corrections = كل التصحيحات
count-correction = { $count ->
    [zero] لا تصحيحات
    [one] تصحيح واحد
    [two] تصحيحان
    [few] { $count } تصحيحات
    [many] { $count } تصحيحًا
   *[other] { $count } تصحيح
}
text-corrections = التصحيحات
text-corrections-dek = ما أخطأت فيه صفحات هذا الموقع، وما تقوله الآن.
text-people-reviewers = المراجعون الطبيون والسريريون
text-people-authors = المؤلفون
text-people-contributors = المحررون والمساهمون
text-people-further = أشخاص آخرون

## Search

text-search = البحث
search-site = البحث في هذا الموقع
search-for = عمّ تبحث؟
search-topic = الموضوع
search-pages = صفحات أخرى
search-loading = جارٍ تحميل البحث…
search-failed = لا يمكن تحميل البحث الآن. لا تزال قوائم المقالات والتمارين والموضوعات تقود إلى كل صفحة.
search-without-script = يحتاج البحث إلى JavaScript، وهو متوقف في هذا المتصفح. إليك كل الصفحات بأسمائها، ويستطيع متصفحك البحث عن كلمة في هذه الصفحة.
search-hint = جرّب كلمات أقل أو كلمات أخرى أو من دون تصفية.
search-partial = لا توجد صفحة فيها كل هذه الكلمات. هذه الصفحات فيها معظمها.
search-more = عرض المزيد
search-close = إغلاق
search-slash = المفتاح / يفتح البحث
search-lists = كل الصفحات بأسمائها
search-count = { $count ->
    [zero] لا نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
}
