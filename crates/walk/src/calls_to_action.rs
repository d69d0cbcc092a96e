//! Calls to action as blocks: the links, app links and forms that the settings define and that texts show.

use wellpress_site::config::{CallKind, CallToAction};

use crate::address::absolute;
use crate::blocks::{Block, Blocks, Run};
use wellpress_render::html::TextContext;
use wellpress_render::html::calls_to_action::pieces_of_fine_print;

/// Adds the call to action that the settings have under `id`. A form without an address to send it to adds nothing.
pub(crate) fn call_to_action(blocks: &mut Blocks, text_cx: TextContext<'_>, id: &str) {
    let Some(call) = text_cx.config.settings.calls_to_action.get(id) else { return };
    if call.kind == CallKind::Form && !call.is_form() {
        return;
    }
    let line = |blocks: &mut Blocks, words: Option<&str>| {
        words.into_iter().for_each(|words| blocks.text_block(Block::Paragraph, words));
    };
    blocks.start(Block::Section("cta"));
    line(blocks, call.eyebrow.as_deref());
    blocks.text_block(Block::Heading(2), &call.title);
    line(blocks, call.body.as_deref());
    match (call.kind, &call.href) {
        (CallKind::Form, _) => form(blocks, text_cx, call),
        (CallKind::Link | CallKind::App, Some(href)) => {
            link(blocks, text_cx, call.button.as_deref().unwrap_or(&call.title), &href.value);
        }
        _ => {}
    }
    line(blocks, call.proof.as_deref());
    if let Some(login) = &call.login {
        link(blocks, text_cx, &login.text, &login.href.value);
    }
    if let Some(words) = &call.fine_print {
        blocks.start(Block::Paragraph);
        for (text, href) in pieces_of_fine_print(words) {
            let link = href.map(|href| address(text_cx, href));
            blocks.run(Run { text: text.to_owned(), link, ..Run::default() });
        }
        blocks.end();
    }
    blocks.end();
}

fn link(blocks: &mut Blocks, text_cx: TextContext<'_>, text: &str, href: &str) {
    let link = Some(address(text_cx, href));
    blocks.block(Block::Paragraph, |blocks| blocks.run(Run { text: text.to_owned(), link, ..Run::default() }));
}

fn address(text_cx: TextContext<'_>, href: &str) -> String {
    absolute(text_cx.config, &text_cx.config.base.site_address(href))
}

/// The words of a form: its fields and its button.
fn form(blocks: &mut Blocks, text_cx: TextContext<'_>, call: &CallToAction) {
    if call.action.is_none() {
        return;
    }
    let email = text_cx.say("text-email");
    let default = call.fields.is_empty().then_some(&*email);
    let labels = call
        .fields
        .iter()
        .flat_map(|field| std::iter::once(field.label.as_str()).chain(field.options.iter().map(String::as_str)));
    let labels = default.into_iter().chain(labels);
    let consent = call.consent.as_ref().map(|consent| consent.text.as_str());
    let button = call.button.as_deref().unwrap_or(&call.title);
    blocks.block(Block::Form, |blocks| {
        for words in labels.chain(consent).chain([button]) {
            blocks.text(&format!("{words} "));
        }
    });
}
