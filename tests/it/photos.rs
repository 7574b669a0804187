//! People's pictures: who may see them, and what is refused.

use crate::app::{Person, TestApp, agent};
use serde_json::Value;

const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

fn send(app: &TestApp, who: &Person, picture: &[u8]) -> Value {
    let mut body = b"--x\r\ncontent-disposition: form-data; name=\"image\"; filename=\"me.gif\"\r\n\r\n".to_vec();
    body.extend_from_slice(picture);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = agent()
        .post(format!("{}/api/users.setPhoto", app.url))
        .header("authorization", format!("Bearer {}", who.token))
        .content_type("multipart/form-data; boundary=x");
    serde_json::from_str(&request.send(&body[..]).unwrap().body_mut().read_to_string().unwrap()).unwrap()
}

#[test]
fn linus_shows_his_picture_to_those_who_may_know_him() {
    let app = TestApp::start();
    let answer = send(&app, &app.linus, GIF);
    let address = answer["profile"]["image_48"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
    assert!(address.starts_with(&app.url), "{address}");
    let look = |who: Option<&Person>| {
        let mut request = agent().get(&address);
        if let Some(who) = who {
            request = request.header("authorization", format!("Bearer {}", who.token));
        }
        let mut answer = request.call().unwrap();
        let kind = answer.headers().get("content-type").unwrap().to_str().unwrap().to_owned();
        (answer.status().as_u16(), kind, answer.body_mut().read_to_vec().unwrap())
    };
    assert_eq!(look(Some(&app.ada)), (200, "image/gif".to_owned(), GIF.to_vec()));
    assert_eq!(look(None).0, 403);
    assert_eq!(look(Some(&app.edsger)).0, 404, "a guest knows nobody he shares no channel with");
    app.linus.ok("users.deletePhoto", serde_json::json!({}));
    assert_eq!(look(Some(&app.ada)).0, 404);
}

#[test]
fn what_is_no_picture_or_too_large_is_refused() {
    let app = TestApp::start();
    assert_eq!(send(&app, &app.linus, b"<svg onload=alert(1)>")["error"], "bad_image");
    assert_eq!(send(&app, &app.linus, b"")["error"], "bad_image");
    let mut large = GIF.to_vec();
    large.resize(300 * 1024, 0);
    assert_eq!(send(&app, &app.linus, &large)["error"], "too_large");
}
