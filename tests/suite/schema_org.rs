//! The part of schema.org's vocabulary that pages use, copied from its published definition: the supertypes of each type, and the
//! types that each property belongs to and may hold. [`check`] validates a graph against it.

use serde_json::Value;

/// Each type with its direct supertypes.
const TYPES: &[(&str, &[&str])] = &[
    ("AnatomicalStructure", &["MedicalEntity"]),
    ("Answer", &["Comment"]),
    ("Article", &["CreativeWork"]),
    ("Audience", &["Thing"]),
    ("Book", &["CreativeWork"]),
    ("BreadcrumbList", &["ItemList"]),
    ("CategoryCode", &["DefinedTerm"]),
    ("CollectionPage", &["WebPage"]),
    ("Comment", &["CreativeWork"]),
    ("CorrectionComment", &["Comment"]),
    ("CreativeWork", &["Thing"]),
    ("CreativeWorkSeries", &["CreativeWork", "Thing"]),
    ("Credential", &["CreativeWork"]),
    ("DataDownload", &["MediaObject"]),
    ("Dataset", &["CreativeWork"]),
    ("DefinedTerm", &["Thing"]),
    ("DefinedTermSet", &["CreativeWork"]),
    ("EducationalOccupationalCredential", &["Credential"]),
    ("ExercisePlan", &["CreativeWork", "PhysicalActivity"]),
    ("HowTo", &["CreativeWork"]),
    ("HowToItem", &["ListItem"]),
    ("HowToStep", &["CreativeWork", "ItemList", "ListItem"]),
    ("HowToTool", &["HowToItem"]),
    ("ImageObject", &["MediaObject"]),
    ("ItemList", &["Thing"]),
    ("ListItem", &["Thing"]),
    ("MediaObject", &["CreativeWork"]),
    ("MedicalAudience", &["Audience", "PeopleAudience"]),
    ("MedicalCode", &["CategoryCode", "MedicalEntity"]),
    ("MedicalCondition", &["MedicalEntity"]),
    ("MedicalEntity", &["Thing"]),
    ("MedicalWebPage", &["WebPage"]),
    ("Muscle", &["AnatomicalStructure"]),
    ("Organization", &["Thing"]),
    ("PeopleAudience", &["Audience"]),
    ("Periodical", &["CreativeWorkSeries"]),
    ("Person", &["Thing"]),
    ("PhysicalActivity", &["MedicalEntity"]),
    ("ProfilePage", &["WebPage"]),
    ("PropertyValue", &["Thing"]),
    ("QuantitativeValue", &["Thing"]),
    ("Question", &["Comment"]),
    ("ScholarlyArticle", &["Article"]),
    ("Thing", &[]),
    ("VideoObject", &["MediaObject"]),
    ("WebPage", &["CreativeWork"]),
    ("WebSite", &["CreativeWork"]),
];

/// Each property with the types that have it and the types of its values.
const PROPERTIES: &[(&str, &[&str], &[&str])] = &[
    ("about", &["CreativeWork", "DefinedTerm", "DefinedTermSet"], &["Thing"]),
    ("abstract", &["CreativeWork"], &["Text"]),
    ("acceptedAnswer", &["Question"], &["Answer", "ItemList"]),
    ("activityDuration", &["ExercisePlan"], &["Duration", "QuantitativeValue"]),
    ("activityFrequency", &["ExercisePlan"], &["QuantitativeValue", "Text"]),
    ("affiliation", &["Person"], &["Organization"]),
    ("associatedAnatomy", &["MedicalCondition", "PhysicalActivity"], &["AnatomicalStructure"]),
    ("audience", &["CreativeWork"], &["Audience"]),
    ("audienceType", &["Audience"], &["Text"]),
    ("author", &["CreativeWork"], &["Organization", "Person"]),
    ("breadcrumb", &["WebPage"], &["BreadcrumbList", "Text"]),
    ("caption", &["ImageObject", "VideoObject"], &["MediaObject", "Text"]),
    ("category", &["PhysicalActivity"], &["CategoryCode", "PhysicalActivityCategory", "Text", "Thing", "URL"]),
    ("citation", &["CreativeWork"], &["CreativeWork", "Text"]),
    ("code", &["MedicalEntity"], &["MedicalCode"]),
    ("codeValue", &["CategoryCode", "MedicalCode"], &["Text"]),
    ("codingSystem", &["MedicalCode"], &["Text"]),
    ("contentUrl", &["MediaObject"], &["URL"]),
    ("contributor", &["CreativeWork"], &["Organization", "Person"]),
    ("correction", &["CreativeWork"], &["CorrectionComment", "Text", "URL"]),
    ("creativeWorkStatus", &["CreativeWork"], &["DefinedTerm", "Text"]),
    ("creator", &["CreativeWork"], &["Organization", "Person"]),
    ("creditText", &["CreativeWork"], &["Text"]),
    ("dateModified", &["CreativeWork"], &["Date", "DateTime"]),
    ("datePublished", &["CreativeWork"], &["Date", "DateTime"]),
    ("description", &["Thing"], &["Text"]),
    ("distribution", &["Dataset"], &["DataDownload"]),
    ("duration", &["MediaObject"], &["Duration", "QuantitativeValue"]),
    ("encodingFormat", &["CreativeWork", "MediaObject"], &["Text", "URL"]),
    ("exerciseType", &["ExercisePlan"], &["Text"]),
    ("expires", &["CreativeWork"], &["Date", "DateTime"]),
    ("hasCredential", &["Organization", "Person"], &["Credential"]),
    ("hasDefinedTerm", &["DefinedTermSet"], &["DefinedTerm"]),
    ("hasPart", &["CreativeWork"], &["CreativeWork"]),
    ("headline", &["CreativeWork"], &["Text"]),
    ("height", &["MediaObject", "Person"], &["Distance", "QuantitativeValue"]),
    ("honorificPrefix", &["Person"], &["Text"]),
    ("honorificSuffix", &["Person"], &["Text"]),
    ("identifier", &["Thing"], &["PropertyValue", "Text", "URL"]),
    ("image", &["Thing"], &["ImageObject", "URL"]),
    ("inDefinedTermSet", &["DefinedTerm"], &["DefinedTermSet", "URL"]),
    ("inLanguage", &["CreativeWork"], &["Language", "Text"]),
    ("isPartOf", &["CreativeWork"], &["CreativeWork", "URL"]),
    ("issn", &["CreativeWorkSeries", "Dataset", "WebSite"], &["Text"]),
    ("item", &["ListItem"], &["Thing"]),
    ("itemListElement", &["ItemList"], &["ListItem", "Text", "Thing"]),
    ("jobTitle", &["Person"], &["DefinedTerm", "Text"]),
    ("lastReviewed", &["WebPage"], &["Date"]),
    ("license", &["CreativeWork"], &["CreativeWork", "URL"]),
    ("logo", &["Organization"], &["ImageObject", "URL"]),
    ("mainEntity", &["CreativeWork"], &["Thing"]),
    ("mainEntityOfPage", &["Thing"], &["CreativeWork", "URL"]),
    ("maxValue", &["PropertyValue", "QuantitativeValue"], &["Number"]),
    ("mentions", &["CreativeWork"], &["Thing"]),
    ("minValue", &["PropertyValue", "QuantitativeValue"], &["Number"]),
    ("name", &["Thing"], &["Text"]),
    ("numberOfItems", &["ItemList"], &["Integer"]),
    ("parentOrganization", &["Organization"], &["Organization"]),
    ("position", &["CreativeWork", "ListItem"], &["Integer", "Text"]),
    ("propertyID", &["PropertyValue"], &["Text", "URL"]),
    ("publisher", &["CreativeWork"], &["Organization", "Person"]),
    ("publishingPrinciples", &["CreativeWork", "Organization", "Person"], &["CreativeWork", "URL"]),
    ("repetitions", &["ExercisePlan"], &["Number", "QuantitativeValue"]),
    ("restPeriods", &["ExercisePlan"], &["QuantitativeValue", "Text"]),
    ("reviewedBy", &["WebPage"], &["Organization", "Person"]),
    ("sameAs", &["Thing"], &["URL"]),
    ("specialty", &["WebPage"], &["Specialty"]),
    ("sponsor", &["CreativeWork", "Organization", "Person"], &["Organization", "Person"]),
    ("step", &["HowTo"], &["CreativeWork", "HowToStep", "Text"]),
    ("text", &["CreativeWork"], &["Text"]),
    ("thumbnailUrl", &["CreativeWork"], &["URL"]),
    ("tool", &["HowTo"], &["HowToTool", "Text"]),
    ("unitCode", &["PropertyValue", "QuantitativeValue"], &["Text", "URL"]),
    ("uploadDate", &["MediaObject"], &["Date", "DateTime"]),
    ("url", &["Thing"], &["URL"]),
    ("value", &["PropertyValue", "QuantitativeValue"], &["Boolean", "Number", "Text"]),
    ("video", &["CreativeWork"], &["VideoObject"]),
    ("width", &["MediaObject"], &["Distance", "QuantitativeValue"]),
];

/// Types of values that are strings in JSON.
const STRINGS: &[&str] =
    &["Text", "URL", "Date", "DateTime", "Duration", "Distance", "Language", "Specialty", "PhysicalActivityCategory"];

/// Lists every property of the graph that its type does not have, or whose value has a wrong type.
pub(crate) fn check(graph: &Value) -> Vec<String> {
    let mut violations = Vec::new();
    for node in graph["@graph"].as_array().expect("a graph") {
        check_node(node, &mut violations);
    }
    violations
}

fn check_node(node: &Value, violations: &mut Vec<String>) {
    let types = types(node);
    for (property, value) in node.as_object().expect("an object").iter().filter(|(key, _)| !key.starts_with('@')) {
        let Some((_, domain, range)) = PROPERTIES.iter().find(|(name, ..)| name == property) else {
            violations.push(format!("there is no `{property}`"));
            continue;
        };
        if !types.iter().any(|kind| domain.iter().any(|supertype| is_a(kind, supertype))) {
            violations.push(format!("{types:?} has no `{property}`"));
        }
        for value in value.as_array().map_or_else(|| vec![value], |values| values.iter().collect()) {
            if !holds(range, value) {
                violations.push(format!("`{property}` of {types:?} may not hold {value}"));
            }
            if value.get("@type").is_some() {
                check_node(value, violations);
            }
        }
    }
}

fn holds(range: &[&str], value: &Value) -> bool {
    match value {
        Value::String(text) if range.iter().any(|kind| matches!(*kind, "Text" | "Language")) => !text.is_empty(),
        Value::String(text) if range.contains(&"URL") => text.starts_with("https://"),
        Value::String(text) => !text.is_empty() && range.iter().any(|kind| STRINGS.contains(kind)),
        Value::Number(_) => range.iter().any(|kind| matches!(*kind, "Number" | "Integer")),
        Value::Object(object) if object.len() == 1 => object.contains_key("@id"),
        Value::Object(_) => types(value).iter().any(|kind| range.iter().any(|supertype| is_a(kind, supertype))),
        _ => false,
    }
}

fn types(node: &Value) -> Vec<&str> {
    match &node["@type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        no_type => panic!("no type: {no_type} in {node}"),
    }
}

fn is_a(kind: &str, supertype: &str) -> bool {
    let (_, parents) = TYPES.iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("no type `{kind}`"));
    kind == supertype || parents.iter().any(|parent| is_a(parent, supertype))
}
