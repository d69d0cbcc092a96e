# What American English says in other words than `en.ftl`, which is British.

practice-start = Practice step by step
handout-programme = Print this program as a handout
programmes = Programs
count-programme = { $count ->
    [one] { $count } program
   *[other] { $count } programs
}
text-programmes = Programs
text-view-programme = View program: { $title }
text-withdrawn = { $kind ->
    [exercise] This exercise was withdrawn on { $date }.
    [programme] This program was withdrawn on { $date }.
   *[page] This page was withdrawn on { $date }.
}
text-evidence-randomised-trial = Randomized trial
