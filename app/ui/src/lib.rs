//! The design system: pure functions from texts and values to `Markup`.
//! Here so that screens compose components and no module writes a utility class.
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]

mod amount;
pub mod assets;
mod button;
mod chart;
mod checkout;
mod choice;
mod composer;
#[cfg(test)]
mod contrast;
mod dash;
mod density;
mod desk;
mod drop;
mod field;
mod file;
mod filters;
mod form;
mod front;
pub mod gallery;
mod grid;
pub mod icon;
mod items;
mod layout;
mod live;
mod markdown;
mod motif;
mod notice;
mod overlay;
mod page;
mod palette;
mod parts;
mod price;
mod progress;
mod shape;
mod shell;
mod store;
mod table;
mod talk;
mod text;
mod till;
mod tone;
mod wizard;

pub use amount::{big_money, big_weight, date, date_time, money, relative_date, weight};
pub use button::{Button, button};
pub use chart::{Chart, ChartKind, chart};
pub use checkout::{
    Coupon, Order, Outcome, OutcomeKind, Pick, Picks, checkout, countdown, coupon, order, outcome,
    picks,
};
pub use choice::{Checkbox, RadioGroup, Select, checkbox, radio_group, select};
pub use composer::{Writing, composer, kept_field, kept_line, unread_dot};
pub use dash::{
    DateRange, HeatMap, Stat, Trend, board, chart_instead, date_range, gauge, heat_map,
    live_number, sparkline, stat, usage,
};
pub use density::Density;
pub use desk::split_desk;
pub use drop::{DropWords, DropZone, drop_zone, dropped_file};
pub use field::{Field, date_field, field, field_id, money_field};
pub use file::{FileField, file_field};
pub use filters::{Filters, Pager, filters, pager};
pub use form::{CSRF_FIELD, Form, METHOD_FIELD, ONCE_FIELD, form};
pub use front::{Feature, Hero, front_call, front_features, front_trust, hero};
pub use grid::{
    CellEdit, Combobox, Grid, GridColumn, GridRow, SavedView, cell_edit, column_chooser, combobox,
    combobox_options, grid, saved_views,
};
pub use icon::icon;
pub use items::{Item, item_list, panel};
pub use layout::{
    Account, Audience, Crumb, Extras, Shell, ShellLabels, Theme, layout, layout_with,
};
pub use live::{focus_on, morphed, on_event, out_of_band};
pub use markdown::{MarkdownField, MarkdownWords, markdown_field};
pub use maud::{Markup, Render, html};
pub use motif::illustration;
pub use notice::{Incident, alert, problem_of, toast, toast_out_of_band};
pub use overlay::{confirm, dialog, drawer, open_button};
pub use page::{Tab, card, definition_list, empty_state, page_header, tabs};
pub use palette::{Found, PALETTE, PALETTE_FOUND, Palette, palette_results};
pub use parts::{
    CodeField, Copyable, Event, EventDay, EventKind, Job, JobState, Menu, Quantity, Switch,
    TagField, avatar_stack, banner, code_field, copyable, hint_button, job, menu, quantity, switch,
    tag_field, timeline, undo_toast, undo_toast_out_of_band,
};
pub use price::{Bill, Price, bill, money_pair, money_words, price};
pub use progress::{Step, StepState, progress, skeleton, steps};
pub use shape::{
    SettingsGroup, SettingsSection, SplitPage, dash, settings_layout, settings_part, split_page,
};
pub use shell::{Bell, GlobalSearch, MenuLink, NavEntry, UserMenu};
pub use store::{
    Comparison, FootColumn, Offer, Period, Plan, Question, Section, comparison, faq, period_switch,
    plan, plans, section, site_foot, spec_list, trust_row,
};
pub use table::{Column, Row, Sort, Table, table};
pub use talk::{Message, Voice, message_bubble};
pub use text::{
    attached_image, attachment, avatar, badge, bdi, dom_id, kbd, keyed, live_badge, mono, name,
};
pub use till::{
    Receipt, SaleLine, Terminal, Tick, Till, keypad, price_ticker, print_button, receipt,
    sale_line, terminal, till,
};
pub use tone::Tone;
pub use wizard::{ReviewPart, Wizard, review, wizard};
