// One alert: why it fired, what was measured against which limit, what it rests on, and what to do.

import { brief, byId, clean, el, number, severity, time } from './dom.js';
import { addressWith, go } from './view.js';

const MAX_LINES = 500;

let docs = 'docs/detections/';
let latestRequest = 0;
let shown = '';

/** Where the rules' documentation lies, as the program was told. */
export function setDocs(base) {
  docs = base ?? docs;
}

/** Fetches and draws the alert; resolves when drawn. */
export async function showDetail(id) {
  const view = byId('detail-view');
  const request = ++latestRequest;
  let response;
  let alert;
  try {
    response = await fetch(`/api/alerts/${encodeURIComponent(id)}`);
    alert = await response.json();
  } catch (error) {
    return;
  }
  if (request !== latestRequest) {
    return;
  }
  const jsonWasOpen = shown === id && view.querySelector('details')?.open;
  const arrived = shown !== id;
  shown = id;
  if (response.ok) {
    view.replaceChildren(...draw(alert));
    view.querySelector('details').open = Boolean(jsonWasOpen);
    document.title = `${brief(alert.rule.name, 60)} · Plainsight`;
  } else {
    view.replaceChildren(back(), el('h1', { id: 'detail-heading', tabindex: '-1' }, 'This alert is not held'),
      el('p', {}, 'It may have been dropped from memory as one of the oldest, or the address is wrong.'));
  }
  if (arrived) {
    scrollTo(0, 0);
    byId('detail-heading').focus({ preventScroll: true });
  }
}

export function leaveDetail() {
  latestRequest++;
  shown = '';
  byId('detail-view').replaceChildren();
}

function draw(alert) {
  const detail = alert.plainsight.alert;
  return [
    back(),
    head(alert, detail),
    el('div', { class: 'columns' },
      el('div', { class: 'main-column' }, why(alert, detail), values(detail), clauses(alert)),
      el('aside', { 'aria-label': 'Facts about this alert' }, remedy(detail), facts(alert, detail))),
    evidence(detail),
    raw(alert),
  ];
}

function back() {
  return el('p', { class: 'back' }, el('a', {
    href: addressWith({ alert: '' }), id: 'back', onclick: (event) => { event.preventDefault(); go({ alert: '' }); },
  }, '← All alerts'), ' ', el('kbd', {}, 'Esc'));
}

function head(alert, detail) {
  return el('header', { class: 'detail-head' },
    el('p', { class: 'detail-tags' }, severity(detail.severity), el('span', { class: `tag tag-${detail.status === 'resolved' ? 'resolved' : 'open'}` }, clean(detail.status)),
      el('code', {}, brief(alert.rule.id, 64))),
    el('h1', { id: 'detail-heading', tabindex: '-1' }, brief(alert.rule.name, 200)),
    el('p', { class: 'detail-entity' }, el('a', { href: addressWith({ alert: '', entity: detail.entity?.value ?? '' }), title: 'All alerts about this entity' },
      brief(detail.entity?.value, 400))));
}

function why(alert, detail) {
  return section('why', 'Why it fired',
    el('p', { class: 'reason' }, clean(alert.event.reason)),
    el('p', { class: 'span' }, `Seen ${number(detail.count)} ${detail.count === 1 ? 'time' : 'times'}, first `, time(alert.event.start), ', last ', time(alert.event.end), ' UTC.'));
}

function values(detail) {
  const measured = detail.values ?? {};
  const limits = detail.thresholds ?? {};
  const names = [...new Set([...Object.keys(measured), ...Object.keys(limits)])].slice(0, MAX_LINES);
  if (!names.length) {
    return section('values', 'Measured against the limit', el('p', { class: 'none' }, 'This rule measures nothing; its reason says it all.'));
  }
  return section('values', 'Measured against the limit', el('table', { class: 'values' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'What'), el('th', { scope: 'col' }, 'Measured'), el('th', { scope: 'col' }, 'Limit'))),
    el('tbody', {}, names.map((name) => el('tr', {}, el('th', { scope: 'row' }, brief(words(name), 120)),
      el('td', {}, shownValue(measured, name)), el('td', { class: 'limit' }, shownValue(limits, name)))))));
}

function shownValue(from, name) {
  if (!Object.hasOwn(from, name)) {
    return el('span', { class: 'none' }, '–');
  }
  const value = from[name];
  if (Array.isArray(value)) {
    return value.slice(0, 50).map((item, index) => el('span', { class: 'item' }, index ? ', ' : '', brief(typeof item === 'object' ? JSON.stringify(item) : item, 400)));
  }
  return el('span', {}, brief(value !== null && typeof value === 'object' ? JSON.stringify(value) : value, 2000));
}

/** `failure_ratio` and `failureRatio` as words. */
function words(name) {
  return clean(name).replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');
}

function evidence(detail) {
  const all = detail.evidence ?? [];
  if (!all.length) {
    return section('evidence', 'Connections behind it', el('p', { class: 'none' }, 'No single connection is recorded.'));
  }
  const count = all.length < detail.count ? `The latest ${number(all.length)} of ${number(detail.count)}.` : null;
  return section('evidence', 'Connections behind it', count ? el('p', { class: 'span' }, count) : null,
    el('table', { class: 'evidence' },
      el('thead', {}, el('tr', {}, ['Time', 'Source', 'Destination', 'What it showed', 'Capture file', 'Observation'].map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, all.slice(0, MAX_LINES).map((each) => el('tr', {},
        el('td', { class: 'c-time', 'data-label': 'Time' }, each.timestamp ? time(each.timestamp) : '–'),
        mono('Source', each.source, 200),
        mono('Destination', each.destination, 200),
        el('td', { 'data-label': 'Showed' }, brief(each.note ?? '–', 600)),
        el('td', { 'data-label': 'File' }, brief(each.file ?? '–', 300)),
        mono('Observation', each.observation, 100))))));
}

/** An address or id: on one line while that is short enough to leave room for the rest. */
function mono(label, value, most) {
  return el('td', { class: `mono${String(value ?? '').length <= 40 ? ' nowrap' : ''}`, 'data-label': label }, brief(value ?? '–', most));
}

function remedy(detail) {
  return detail.remediation ? section('remedy', 'What to do', el('p', {}, brief(detail.remediation, 4000))) : null;
}

function facts(alert, detail) {
  const entity = detail.entity ?? {};
  const technique = alert.threat?.technique;
  const rows = [
    ['Entity', `${brief(entity.type, 40)} ${brief(entity.value, 400)}`],
    ['Zone', entity.zone ? brief(entity.zone, 80) : null],
    ['Confidence', `${Math.round(Number(detail.confidence ?? 0) * 100)} %`],
    ['ATT&CK', technique?.id ? linked(attack(technique.id), `${brief(technique.id, 20)}${technique.name ? ` ${brief(technique.name, 120)}` : ''}`) : null],
    ['Policy', detail.policy ? `${brief(detail.policy.name, 80)} ${detail.policy.version ? `version ${brief(detail.policy.version, 80)}` : ''}` : null],
    ['Rule', ruleDocs(alert.rule)],
    ['Alert id', el('span', { class: 'mono' }, brief(detail.id, 300))],
  ];
  return section('facts', 'Facts', el('dl', { class: 'facts' }, rows.filter(([, value]) => value)
    .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value)))));
}

function ruleDocs(rule) {
  const page = docs.endsWith('/') ? '.md' : '';
  const path = `${docs}${/^[a-z0-9-]{1,64}$/.test(rule.id) ? `${rule.id}${page}` : ''}`;
  return linked(/^https?:\/\//.test(path) ? path : null, `${clean(path)}${rule.version ? `, version ${brief(rule.version, 20)}` : ''}`);
}

function clauses(alert) {
  const references = (alert.rule.reference ?? []).slice(0, 50);
  return references.length ? section('clauses', 'Standards', el('ul', { class: 'clauses' },
    references.map((reference) => el('li', {}, linked(standard(reference), brief(reference, 200)))))) : null;
}

/** The published text of a clause, for the names that we know; never an address from the wire. */
function standard(reference) {
  const rfc = /^RFC ?(\d{3,5})\b/.exec(reference);
  if (rfc) {
    return `https://www.rfc-editor.org/rfc/rfc${rfc[1]}`;
  }
  if (reference.startsWith('SEC09-BP02')) {
    return 'https://docs.aws.amazon.com/wellarchitected/latest/framework/sec_protect_data_transit_encrypt.html';
  }
  return reference.startsWith('NCSC-P1')
    ? 'https://www.ncsc.gov.uk/collection/cloud/the-cloud-security-principles/principle-1-data-in-transit-protection' : null;
}

function attack(id) {
  const parts = /^(T\d{4})(?:\.(\d{3}))?$/.exec(id);
  return parts ? `https://attack.mitre.org/techniques/${parts[1]}/${parts[2] ? `${parts[2]}/` : ''}` : null;
}

function linked(href, text) {
  return href ? el('a', { href, rel: 'noreferrer noopener', target: '_blank' }, text) : el('span', {}, text);
}

function raw(alert) {
  return el('details', { class: 'raw' }, el('summary', {}, 'Raw JSON'), el('pre', { tabindex: '0' }, JSON.stringify(alert, null, 2).split('\n').map(clean).join('\n')));
}

function section(name, heading, ...content) {
  return el('section', { class: `part-${name}`, 'aria-labelledby': `h-${name}` }, el('h2', { id: `h-${name}` }, heading), ...content);
}
