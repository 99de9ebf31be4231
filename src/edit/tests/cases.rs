use super::super::{Draft, Refusal, string};

#[track_caller]
fn case(before: &str, edit: impl Fn(&mut Draft) -> Result<(), Refusal>, after: &str) {
    let mut draft = Draft::read(before).expect("TOML");
    edit(&mut draft).expect("an edit");
    assert_eq!(draft.text(), after);
    for (unlike, end) in [("\r\n", "\n"), ("\r", "\n"), ("\r\r\n", "\n")] {
        let with = |text: &str| format!("\u{feff}{}", text.replace(end, unlike));
        let mut draft = Draft::read(&with(before)).expect("TOML with other line ends");
        edit(&mut draft).expect("the same edit");
        let unix = draft.text().replace("\r\r\n", "\n").replace("\r\n", "\n").replace('\r', "\n");
        assert_eq!(unix, format!("\u{feff}{after}"), "{unlike:?}");
    }
}

const B: &str = "# Why.\n[apps.b]\ntargets = [\"b:1\"]\n";

#[test]
fn an_entry_follows_those_of_its_section() {
    let add = |draft: &mut Draft| draft.add("apps", "b", B);
    case("", add, B);
    case("\n\n", add, &format!("\n\n{B}"));
    case("# Mine.\n", add, &format!("# Mine.\n\n{B}"));
    case("version = 1", add, &format!("version = 1\n\n{}", B.trim_end()));
    case("version = 1\n", add, &format!("version = 1\n\n{B}"));
    case(
        "[apps.a]\nx = 1\n\n[routing]\ny = 2\n",
        add,
        &format!("[apps.a]\nx = 1\n\n{B}\n[routing]\ny = 2\n"),
    );
    case(
        "[apps.a]\nx = 1\n[routing]\ny = 2\n",
        add,
        &format!("[apps.a]\nx = 1\n{B}[routing]\ny = 2\n"),
    );
    case(
        "[apps.a]\nx = 1\n# old = 2\n\n\n# Routes.\n[routing]\n",
        add,
        &format!("[apps.a]\nx = 1\n# old = 2\n\n{B}\n\n# Routes.\n[routing]\n"),
    );
    case("[routing]\n", add, &format!("{B}\n[routing]\n"));
    case("# Mine.\n\n\n[routing]\n", add, &format!("# Mine.\n\n{B}\n\n[routing]\n"));
    case("[apps]\na = { x = 1 }\n", add, &format!("[apps]\na = {{ x = 1 }}\n\n{B}"));
    case("apps.a.x = 1\nname = 2\n", add, &format!("apps.a.x = 1\nname = 2\n\n{B}"));
    case(
        "apps = { a = { x = 1 } }\n",
        add,
        "apps = { a = { x = 1 }, b = { targets = [\"b:1\"] } }\n",
    );
    case("apps = {}\n", add, "apps = {b = { targets = [\"b:1\"] }}\n");
    case("apps = { }\n", add, "apps = { b = { targets = [\"b:1\"] } }\n");
}

#[test]
fn a_value_is_set_where_it_stands() {
    let set = |draft: &mut Draft| draft.set(&["prometheus", "retention", "time"], "\"9d\"");
    for (before, after) in [
        (
            "[prometheus]\nretention.time = '1d' # why\n",
            "[prometheus]\nretention.time = \"9d\" # why\n",
        ),
        ("prometheus.\"retention\" . time=\"1d\"\n", "prometheus.\"retention\" . time=\"9d\"\n"),
        ("[prometheus.retention]\ntime = '9d'\n", "[prometheus.retention]\ntime = '9d'\n"),
        (
            "prometheus = { retention = { time = \"1d\", size = \"1GB\" } }\n",
            "prometheus = { retention = { time = \"9d\", size = \"1GB\" } }\n",
        ),
        (
            "prometheus = { retention.time = \"1d\" }\n",
            "prometheus = { retention.time = \"9d\" }\n",
        ),
        (
            "prometheus.x = 1\n\n[a]\n",
            "prometheus.x = 1\nprometheus.retention.time = \"9d\"\n\n[a]\n",
        ),
        (
            "[prometheus]\n  x = 1 # c\n\n[a]\n",
            "[prometheus]\n  x = 1 # c\n  retention.time = \"9d\"\n\n[a]\n",
        ),
        (
            "[prometheus]\nretention = { size = \"1GB\" }\n",
            "[prometheus]\nretention = { size = \"1GB\", time = \"9d\" }\n",
        ),
        (
            "[prometheus]\nretention.size = \"1GB\"\nx = 2",
            "[prometheus]\nretention.size = \"1GB\"\nretention.time = \"9d\"\nx = 2",
        ),
        (
            "version = 1\n[prometheus.limits]\nx = 1\n[grafana]\n",
            "version = 1\n[prometheus.limits]\nx = 1\n[prometheus]\nretention.time = \"9d\"\n[grafana]\n",
        ),
        ("version = 1\n", "version = 1\n\n[prometheus]\nretention.time = \"9d\"\n"),
        ("", "[prometheus]\nretention.time = \"9d\"\n"),
    ] {
        case(before, set, after);
    }
}

#[test]
fn keys_of_the_root_have_an_order() {
    let set = |draft: &mut Draft| draft.set(&["name"], &string("shop"));
    case("version = 1\npreset = \"x\"\n", set, "version = 1\nname = \"shop\"\npreset = \"x\"\n");
    case("# A.\n\n# B.\n[apps.a]\n", set, "# A.\n\nname = \"shop\"\n\n# B.\n[apps.a]\n");
    case("", set, "name = \"shop\"\n");
    case("# A.", set, "# A.\nname = \"shop\"\n");
}

#[test]
fn comments_in_a_value_move_above_it() {
    let set = |draft: &mut Draft| draft.set(&["networks", "join"], "[\"b\"]");
    case(
        "[networks]\njoin = [\n  # One.\n  \"a#b\", # Two.\n]\n",
        set,
        "[networks]\n# One.\n# Two.\njoin = [\"b\"]\n",
    );
}

#[test]
fn an_array_keeps_its_layout() {
    let push = |draft: &mut Draft| draft.push(&["networks", "join"], "\"b\"");
    for (before, after) in [
        ("join = [\"a\"]", "join = [\"a\", \"b\"]"),
        ("join = [ 'a', ]", "join = [ 'a', \"b\", ]"),
        ("join = []", "join = [\"b\"]"),
        ("join = [ ]", "join = [\"b\"]"),
        ("join = ['b']", "join = ['b']"),
        ("join = [\n    'a'\n]", "join = [\n    'a',\n    \"b\"\n]"),
        ("join = [\n  'a', # why, so\n]", "join = [\n  'a', # why, so\n  \"b\",\n]"),
        (
            "join = [\n  'a' # why, so\n  # more\n]",
            "join = [\n  'a', # why, so\n  \"b\"\n  # more\n]",
        ),
        ("join = [\n  # none yet\n]", "join = [\n  # none yet\n    \"b\",\n]"),
        ("x = 1", "x = 1\njoin = [\"b\"]"),
    ] {
        case(&format!("[networks]\n{before}\n"), push, &format!("[networks]\n{after}\n"));
    }
}

#[test]
fn an_item_is_pulled_out_of_an_array() {
    let pull = |draft: &mut Draft| draft.pull(&["join"], "\"b\"");
    for (before, after) in [
        ("join = ['b']", "join = []"),
        ("join = ['a', 'b']", "join = ['a']"),
        ("join = ['b', 'c']", "join = [ 'c']"),
        ("join = ['a', 'b', 'c']", "join = ['a', 'c']"),
        ("join = [\n  'a', # A\n  'b', # B\n]", "join = [\n  'a', # A\n]"),
        ("join = [\n  'b',\n  # C\n  'c'\n]", "join = [\n  # C\n  'c'\n]"),
    ] {
        case(&format!("{before}\n"), pull, &format!("{after}\n"));
    }
}

#[test]
fn an_entry_goes_with_what_belongs_to_it() {
    let remove = |draft: &mut Draft| draft.remove("apps", "b");
    for (before, after) in [
        ("[apps.a]\n\n# B.\n[apps.b]\n[apps.b.tls]\nx = 1\n\n[r]\n", "[apps.a]\n\n[r]\n"),
        ("[apps.b]\n\n[apps.a]\n", "[apps.a]\n"),
        ("[apps.a]\n[apps.b] # x\n[apps.c]\n", "[apps.a]\n[apps.c]\n"),
        ("# A.\n\n# B.\n[apps.b]\nx = 1", "# A."),
        ("[apps]\na = {}\n# B.\nb = {}\n\nc = {}\n", "[apps]\na = {}\n\nc = {}\n"),
        ("[apps]\n# All.\nb = {}\nc = {}\n", "[apps]\n# All.\nc = {}\n"),
        ("apps = { a = {}, b = { x = 1 } }\n", "apps = { a = {} }\n"),
        ("apps = { b = {} }\n", "apps = { }\n"),
        ("apps = { b.x = 1, b.y = 2, c = 1 }\n", "apps = { c = 1 }\n"),
        ("apps.b.x = 1\nname = 1\napps.b.y = 2\n", "name = 1\n"),
        ("[apps.b]\nx = 1\n[r]\n[apps.b.tls]\n[s]\n", "[r]\n[s]\n"),
        ("[apps.a]\nx = '''\n# no comment'''\n[apps.b]\n", "[apps.a]\nx = '''\n# no comment'''\n"),
    ] {
        case(before, remove, after);
    }
}

#[test]
fn a_key_is_unset() {
    let unset = |draft: &mut Draft| draft.unset(&["host", "selinux"]);
    for (before, after) in [
        ("version = 1\n\n[host]\nselinux = true\n", "version = 1\n"),
        ("[host] # why\nselinux = true\n", "[host] # why\n"),
        ("[host]\nselinux = true\nkmsg = false\n", "[host]\nkmsg = false\n"),
        ("host.selinux = true\n", ""),
        ("host = { selinux = true, kmsg = false }\n", "host = { kmsg = false }\n"),
    ] {
        case(before, unset, after);
    }
}

#[test]
fn what_cannot_be_done_is_refused() {
    let text = "[apps.a]\ntargets = [1]\n[apps.a.tls]\nx = 1\n";
    let draft = || Draft::read(text).expect("TOML");
    let refused = |edit: &dyn Fn(&mut Draft) -> Result<(), Refusal>| {
        let mut draft = draft();
        let refusal = edit(&mut draft).unwrap_err();
        assert_eq!(draft.text(), text);
        refusal.to_string()
    };
    for (edit, expected) in [
        (
            &(|it: &mut Draft| it.add("apps", "a", "[apps.a]\n")) as &dyn Fn(&mut Draft) -> _,
            "`apps.a` is there already",
        ),
        (
            &|it: &mut Draft| it.add("apps", "b", "[apps.c]\n"),
            "what was given is not the text of `apps.b` alone",
        ),
        (
            &|it: &mut Draft| it.add("apps", "b", "[apps.b]\n[routing]\n"),
            "what was given is not the text of `apps.b` alone",
        ),
        (
            &|it: &mut Draft| it.add("apps", "b", "]"),
            "what was given is not the text of `apps.b` alone",
        ),
        (&|it: &mut Draft| it.set(&["apps", "a"], "1"), "`apps.a` is a table: set one of its keys"),
        (
            &|it: &mut Draft| it.set(&["apps", "a", "targets", "x"], "1"),
            "`apps.a.targets` is a value, so it has no keys",
        ),
        (&|it: &mut Draft| it.set(&["apps", "a", "y"], "1 2"), "`1 2` is not a value of TOML"),
        (
            &|it: &mut Draft| it.set(&["apps", "a", "y"], "1\n[x]"),
            "`1\n[x]` is not a value of TOML",
        ),
        (&|it: &mut Draft| it.set(&["apps", "a", "y"], "1 # c"), "`1 # c` is not a value of TOML"),
        (&|it: &mut Draft| it.push(&["apps", "a", "tls"], "1"), "`apps.a.tls` is not an array"),
        (&|it: &mut Draft| it.remove("apps", "b"), "there is no `apps.b`"),
        (&|it: &mut Draft| it.unset(&["apps", "a", "b c"]), "there is no `apps.a.\"b c\"`"),
    ] {
        assert_eq!(refused(edit), expected);
    }
}

#[test]
fn what_is_not_toml_has_its_place() {
    let error = Draft::read("a = 1\nb = \n").unwrap_err();
    assert_eq!(error.span.start, 10);
}

#[test]
fn names_of_all_kinds_are_found() {
    let draft =
        Draft::read("[apps.\"b\"]\n[apps]\n'c' = {}\n[\"x y\".\"q\\\"z\"]\n").expect("TOML");
    assert!(draft.has("apps", "b") && draft.has("apps", "c") && draft.has("x y", "q\"z"));
    assert!(!draft.has("apps", "d") && !draft.has("b", "apps"));
}

#[test]
fn a_text_is_one_line_of_toml() {
    for text in
        ["a", "", "a\"b", "a\nb", "\n\t\r\u{7f}\u{1}'''\"\"\"\\\n", "'", "\u{85}é\u{2028}\n"]
    {
        let written = string(text);
        assert!(!written.contains('\n') && !written.contains('\r'), "{written}");
        let draft = Draft::read(&format!("a = {written}\n")).expect("TOML");
        assert_eq!(draft.text_at(&["a"]).as_deref(), Some(text));
    }
}

#[test]
fn what_stands_at_a_place_is_found() {
    let text = "version = 1\n[apps.web]\n# Why.\ntargets = [\n  'a:1', # one\n  'b:1',\n]\n\
        [routing]\nP0 = { x = ['c'], y = 2 }\n";
    let draft = Draft::read(text).expect("TOML");
    for (at, path, item) in [
        ("version", "version", None),
        ("[apps", "apps.web", None),
        ("'b:1'", "apps.web.targets", Some("'b:1'")),
        ("targets", "apps.web.targets", None),
        ("'c'", "routing.P0.x", Some("'c'")),
        ("2 }", "routing.P0.y", None),
        ("P0", "routing.P0", None),
    ] {
        let found = draft.find(text.find(at).expect("it is there")).expect("something");
        assert_eq!((found.path.join(".").as_str(), found.item.as_deref()), (path, item), "{at}");
    }
    assert_eq!(draft.find(text.find("# Why").expect("a comment")), None);
    assert_eq!(draft.find(text.len()), None);
    assert_eq!(draft.names("apps"), ["web"]);
    assert_eq!(
        draft.keys(),
        ["version", "apps.web.targets", "routing.P0", "routing.P0.x", "routing.P0.y"]
    );
}
