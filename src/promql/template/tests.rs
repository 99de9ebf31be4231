//! What templates use, and what is wrong with them.

use proptest::prelude::*;

use super::Template;

/// `labels` are separated by blanks.
#[track_caller]
fn case(text: &str, labels: &str, uses_value: bool) {
    let template = Template::read(text);
    assert_eq!(template.problems(), [], "{text}");
    let found: Vec<&str> = template.labels().iter().map(String::as_str).collect();
    assert_eq!(found.join(" "), labels, "{text}");
    assert_eq!(template.uses_value(), uses_value, "{text}");
}

#[track_caller]
fn wrong(text: &str, problems: &[(usize, &str)]) {
    let template = Template::read(text);
    let found: Vec<(usize, String)> =
        template.problems().iter().map(|problem| (problem.at, problem.fault.to_string())).collect();
    let expected: Vec<(usize, String)> =
        problems.iter().map(|(at, fault)| (*at, (*fault).to_owned())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn labels_and_value() {
    case("", "", false);
    case("plain } text }} { and $labels.x", "", false);
    case("{{ $labels.instance }}", "instance", false);
    case("{{$labels.instance}}{{- $labels.job -}}", "instance job", false);
    case("{{ $labels.instance | toUpper }}", "instance", false);
    case("{{ .Labels.instance }} {{ $.Labels.job }}", "instance job", false);
    case(r#"{{ index $labels "a.b" }} {{ index .Labels "c" | title }}"#, "a.b c", false);
    case("{{ $value }}", "", true);
    case("{{ .Value | humanize }}", "", true);
    case("{{ printf \"%.2f\" $.Value }}", "", true);
    case("{{ printf \"}} %s\" $labels.x }} {{ $value }}", "x", true);
    case("{{ $externalLabels.env }}{{ .ExternalLabels.env }}{{ .ExternalURL }}", "", false);
    case("{{ printf `%s (%d)` $labels.x 5 }}", "x", false);
    case("{{ with $x := $labels.a }}{{ $x }}{{ end }}", "a", false);
    case("{{ range $key, $val := $labels }}{{ $key }}={{ $val }}{{ end }}", "", false);
    case("{{ if and (gt $value 5.0) (ne $labels.a \"\") }}{{ $labels.b }}{{ end }}", "a b", true);
    case("{{/* $labels.a */}}{{- /* $labels.b */ -}}{{ $labels.c }}", "c", false);
    case(
        "{{ if eq $labels.a \"x\" }}1{{ else if $labels.b }}2{{ else }}{{ .Labels.c }}{{ end }}",
        "a b c",
        false,
    );
    case("{{ humanizeDuration .Value }} {{ -5 }} {{ .5 }} {{ true }}", "", true);
}

#[test]
fn dot_is_not_always_the_alert() {
    case("{{ with $labels.x }}{{ . }}{{ end }}", "x", false);
    case("{{ with $labels }}{{ .x }}{{ end }}{{ .Labels.y }}", "x y", false);
    case("{{ with query \"up\" | first }}{{ .Labels.a }}{{ .Value }}{{ end }}", "", false);
    case("{{ range query \"up\" }}{{ .Labels.a }}{{ $.Labels.b }}{{ end }}", "b", false);
    case("{{ range query \"up\" }}{{ else }}{{ .Labels.a }}{{ end }}", "a", false);
    case("{{ if true }}{{ .Labels.a }}{{ end }}", "a", false);
    case("{{ (query \"up\" | first).Labels.a }}", "", false);
    case("{{ range query \"up\" }}{{ if true }}{{ .Labels.a }}{{ end }}{{ end }}", "", false);
}

#[test]
fn problems() {
    wrong("a {{ $labels.x", &[(2, "`{{` is not closed by `}}`")]);
    wrong("{{ $labels.x }", &[(0, "`{{` is not closed by `}}`")]);
    wrong("{{ \"a }}", &[(0, "a string is not closed")]);
    wrong("{{/* a }}", &[(0, "the comment is not closed by `*/}}`")]);
    wrong("{{ }}", &[(0, "there is nothing between `{{` and `}}`")]);
    wrong("{{ (print 1 }}", &[(0, "the parentheses do not pair up")]);
    wrong("{{ print 1) }}", &[(0, "the parentheses do not pair up")]);
    wrong("{{ $labels.x; }}", &[(0, "`;` has no meaning in a template")]);
    wrong("{{ /* a */ }}", &[(0, "`/` has no meaning in a template")]);
    wrong("{{ 1 + 2 }}", &[(0, "`+` has no meaning in a template")]);
    wrong("{{ $value | humanise }}", &[(0, "there is no template function `humanise`")]);
    wrong("{{ labels.x }}", &[(0, "there is no template function `labels.x`")]);
    wrong("{{ $label.x }}", &[(0, "the variable `$label` is not declared")]);
    wrong(
        "{{ .Annotations.x }}",
        &[(
            0,
            "rules have no `.Annotations`, only `.Labels`, `.Value`, `.ExternalLabels` and `.ExternalURL`",
        )],
    );
    wrong("a{{ if true }}b", &[(1, "`{{ if .. }}` has no `{{ end }}`")]);
    wrong("{{ end }}", &[(0, "`{{ end }}` belongs to no `if`, `with` or `range`")]);
    wrong("{{ else }}", &[(0, "`{{ else }}` belongs to no `if`, `with` or `range`")]);
    wrong(
        "{{ range $labels }}{{ $x }}",
        &[(0, "`{{ range .. }}` has no `{{ end }}`"), (19, "the variable `$x` is not declared")],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_makes_it_panic(text in ".{0,40}") {
        Template::read(&format!("{{{{{text}"));
        Template::read(&format!("{{{{{text}}}}}"));
    }

    #[test]
    fn no_sequence_of_pieces_makes_it_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{{", "}}", "{{-", "-}}", "/*", "*/", "$", ".", "$labels", ".Labels", ".x", "\"", "`", "'", "\\",
                "if", "else", "end", "with", "range", "(", ")", "|", ":=", ",", " ", "5", "é", "\n",
            ]),
            0..20,
        ),
    ) {
        Template::read(&pieces.concat());
    }
}
