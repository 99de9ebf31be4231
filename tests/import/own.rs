//! What recognises a service is data: a user's own integration brings its own, and the catalogue's is sound.

use stackgen::catalog::{Catalog, UserFile, UserFolder};
use stackgen::diag::{Diagnostics, Sources};
use stackgen::import::{Kind, Offer, Request, import};
use stackgen::value::Line;

use crate::disk::{FOLDER, Memory};

const QUEUE: &str = r#"
title = "Acme Queue"
summary = "A queue of ours."

[settings.address]
kind = "address"
description = "Where it listens."
required = true
example = "queue:7000"

[settings.token_file]
kind = "secret-file"
description = "A file with its token."
required = true
example = "secrets/queue.token"

[detect]
images = ["acme/queue"]
port = 7000
port_from = ["--queue-port"]

[detect.secret]
setting = "token_file"
variables = ["QUEUE_TOKEN"]

[[scrapes]]
job = "queue"

[metrics.queue_length]
type = "gauge"
"#;

#[test]
fn a_users_own_integration_is_recognised_by_what_it_says() {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let own = UserFile {
        templates: vec![],
        folder: UserFolder::Integrations,
        name: "queue".to_owned(),
        path: "integrations/queue.toml".to_owned(),
        text: QUEUE.to_owned(),
    };
    let mut catalog = Catalog::new(vec![own], &mut sources, &mut problems);
    let text = "services:\n  q:\n    image: registry.acme.io/acme/queue:3\n    command: run --queue-port 7001\n    \
                environment: [QUEUE_TOKEN=canary]\n";
    let disk = Memory::new([("compose.yaml", text)]);
    let request = Request { folder: FOLDER.into(), ..Request::default() };
    let plan = import(&request, &disk, &mut catalog, &mut sources, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let service = &plan.expect("it is a Compose file").services[0];
    assert_eq!((service.kind, service.title.as_str()), (Kind::Known, "Acme Queue"));
    let Offer::Integration { r#type, address, .. } = &service.offer else {
        panic!("{:?}", service.offer)
    };
    assert_eq!((r#type.as_str(), address.to_string().as_str()), ("queue", "q:7001"));
    let secret = &service.secrets[0];
    assert_eq!((secret.setting.as_str(), secret.file.as_str()), ("token_file", "secrets/q.token"));
    assert!(!secret.setup && secret.found.is_some());
}

#[test]
fn what_the_catalogue_recognises_is_sound() {
    let (mut sources, mut problems) = (Sources::default(), Diagnostics::default());
    let mut catalog = Catalog::new(Vec::new(), &mut sources, &mut problems);
    let mut recognised = 0;
    for name in catalog.integration_names() {
        let loaded = catalog.integration(&name, &mut sources, &mut problems).expect("it is sound");
        let Some(detect) = &loaded.integration.detect else { continue };
        recognised += 1;
        assert!(detect.port.is_some(), "{name} has a default port");
        let has =
            |key: &str| loaded.integration.settings.iter().any(|(it, _)| it.value.as_str() == key);
        // An import writes the address.
        assert!(has("address"), "{name}");
        if let Some(secret) = &detect.secret {
            assert!(has(secret.setting.as_str()), "{name}: {}", secret.setting.as_str());
        }
    }
    assert!(recognised >= 2, "{recognised}");
    let kinds = Catalog::kinds(&mut sources, &mut problems).expect("it is sound");
    let absent = Catalog::absent(&mut sources, &mut problems).expect("it is sound");
    let known = kinds.known.iter().map(|(name, kind)| (name, &kind.detect));
    let absent = absent.known.iter().filter_map(|(name, it)| Some((name, it.detect.as_ref()?)));
    for (name, detect) in known.chain(absent) {
        let lists = [&detect.images, &detect.words, &detect.not, &detect.names];
        for word in lists.into_iter().flatten().map(Line::as_str) {
            assert_eq!(word, word.to_lowercase(), "{}", name.value);
        }
    }
    assert!(problems.is_empty(), "{problems:?}");
}
