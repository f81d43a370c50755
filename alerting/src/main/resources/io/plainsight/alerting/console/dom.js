// Building the page. Text from the wire enters the document here and only as text nodes.

/** Characters that control a terminal, hide, or turn the direction of writing; they are shown as escapes instead. */
const HARMFUL = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** `value` as one line of harmless text. */
export function clean(value) {
  return String(value ?? '').replace(HARMFUL, (char) => `\\u${char.codePointAt(0).toString(16).padStart(4, '0')}`);
}

/** At most `most` characters of `value`, cleaned. */
export function brief(value, most) {
  const text = String(value ?? '');
  return text.length <= most ? clean(text) : `${clean(text.slice(0, most))}…`;
}

/** `el('td', {class: 'x', title: 't', onclick: f}, child, 'text', …)`; absent children are left out. */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** A time as the page shows it: to the second in UTC, the full stamp with its zone in the title. */
export function time(stamp) {
  const full = clean(stamp);
  const parts = /^(\d{4,}-\d\d-\d\d)T(\d\d:\d\d:\d\d)/.exec(full);
  if (!parts) {
    return el('span', {}, full);
  }
  return el('time', { datetime: full, title: `${full} (UTC)` },
    el('span', { class: 'date' }, parts[1]), ' ', el('span', { class: 'clock' }, parts[2]));
}

/** The severity by word, colour and shape. */
export function severity(name) {
  const known = SEVERITIES.includes(name) ? name : 'info';
  return el('span', { class: `severity severity-${known}` }, el('span', { class: 'shape', 'aria-hidden': 'true' }), known);
}

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

export function number(value) {
  return Number(value ?? 0).toLocaleString('en');
}
