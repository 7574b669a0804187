//! `views.*`: what apps show one person beside the messages.

use super::view_input;
use crate::api::call::{Call, Context, Refusal};
use crate::base::id::{AppId, UserId, ViewId};
use crate::base::{Error, Result, limits};
use crate::domain::objects::view as objects;
use crate::domain::views::{self, Name};
use crate::domain::{apps, people};
use crate::store::records::app::App;
use crate::store::records::view::AppView;
use crate::store::{Part, Tx};
use serde_json::{Value, json};

/// `views.publish`
pub async fn publish(call: &Call) -> Result<Value, Refusal> {
    let (app, content, hash) = (app(call)?, content(call)?, call.args.text("hash"));
    let user = call.args.user("user_id")?;
    people::seeing(&call.view()?, call.actor(), user)?;
    write(call, user, move |tx, _| views::publish(tx, &app, user, &content, hash.as_deref())).await
}

/// `views.open`
pub async fn open(call: &Call) -> Result<Value, Refusal> {
    let (app, content, user) = (app(call)?, content(call)?, triggered(call)?);
    write(call, user, move |tx, _| views::open(tx, &app, user, &content)).await
}

/// `views.push`
pub async fn push(call: &Call) -> Result<Value, Refusal> {
    let (app, content, user) = (app(call)?, content(call)?, triggered(call)?);
    write(call, user, move |tx, _| views::push(tx, &app, user, &content)).await
}

/// `views.update`
pub async fn update(call: &Call) -> Result<Value, Refusal> {
    let (app, content, hash) = (app(call)?, content(call)?, call.args.text("hash"));
    let name = match (call.args.text("view_id"), call.args.text("external_id")) {
        (Some(id), _) => Name::Id(ViewId::parse(&id).ok_or(views::VIEW_NOT_FOUND)?),
        (None, Some(external)) => Name::External(external),
        (None, None) => return Err(Error::invalid("invalid_arguments").because("name the view by view_id").into()),
    };
    let user = views::find(&call.view()?, &app, &name)?.user;
    write(call, user, move |tx, _| views::update(tx, &app, &name, &content, hash.as_deref())).await
}

/// `views.home`: the home tab of an app before the caller. Ours; Slack's clients have their own way.
pub async fn home(call: &Call) -> Result<Value, Refusal> {
    let id: AppId = call.args.id("app", "app_not_found")?;
    let view = call.view()?;
    let home = views::home(&view, &apps::seeing(&view, call.actor(), id)?, call.actor().user)?;
    Ok(json!({ "view": home.map(|home| objects::seen(&home, call.domain().team())).transpose()? }))
}

/// `views.close`: the caller closes their topmost modal, or all of them. Ours.
pub async fn close(call: &Call) -> Result<Value, Refusal> {
    let user = call.actor().user;
    let all = call.args.bool("all")?.unwrap_or(false);
    let write = move |tx: &mut Tx, _: &Context| {
        let height = views::stack(tx, user)?.len().saturating_sub(1);
        let height = u8::try_from(height).unwrap_or(limits::VIEWS_STACKED);
        views::close(tx, user, if all { 0 } else { height })
    };
    call.write(vec![Part::Person(user)], write).await?;
    Ok(json!({}))
}

/// The caller's app: only an app shows views.
fn app(call: &Call) -> Result<App> {
    let id = call.actor().app.ok_or(Error::denied("not_allowed_token_type"))?;
    apps::get(&call.view()?, id)
}

fn content(call: &Call) -> Result<Value> {
    view_input::read(&call.args, call.domain().world())
}

/// Who did what the trigger stands for.
fn triggered(call: &Call) -> Result<UserId> {
    let app = call.actor().app.ok_or(Error::denied("not_allowed_token_type"))?;
    let given = (call.args.text("trigger_id"), call.args.text("interactivity_pointer"));
    let trigger = given.0.or(given.1).ok_or(Error::invalid("invalid_trigger_id"))?;
    call.site.triggers.redeem(&trigger, app, call.domain().world().now())
}

async fn write(
    call: &Call,
    user: UserId,
    command: impl FnMut(&mut Tx, &Context) -> Result<AppView> + Send + 'static,
) -> Result<Value, Refusal> {
    let view = call.write(vec![Part::Person(user)], command).await?;
    Ok(json!({ "view": objects::view(&view, call.domain().team())? }))
}
