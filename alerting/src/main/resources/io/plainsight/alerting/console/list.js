// The queue: one row per alert, newest evidence first, and the filters above it.

import { SEVERITIES, brief, byId, clean, el, number, severity, time } from './dom.js';
import { addressWith, apiQuery, current, go, goTo } from './view.js';

const PAGE = 100;
const MAX_RULE_OPTIONS = 200;

const rows = new Map(); // alert id -> {row, state}
const fresh = new Set(); // ids that changed since the list was last drawn
let selected = '';
let latestRequest = 0;

/** Marks the alert as changed, so that its row shows it when drawn next. */
export function markFresh(id) {
  fresh.add(id);
  if (fresh.size > 500) {
    fresh.clear();
  }
}

/** Fetches and draws the list that the address asks for. Answers overtaken by a later request are dropped. */
export async function showList() {
  const view = current();
  const request = ++latestRequest;
  let page;
  try {
    const response = await fetch(`/api/alerts?limit=${PAGE}&${apiQuery(view)}`);
    page = await response.json();
    if (!response.ok) {
      page = { alerts: [], total: 0, by_severity: {}, rules: {}, problem: page.detail };
    }
  } catch (error) {
    return; // shown as "reconnecting"; the list is fetched again when the connection is back
  }
  if (request !== latestRequest) {
    return;
  }
  drawFilters(view, page);
  drawRows(page.alerts);
  drawEmpty(view, page);
  drawPager(page);
  document.title = `${page.total ? `${number(page.total)} alerts` : 'Alerts'} · Plainsight`;
}

function drawRows(alerts) {
  const body = byId('rows');
  const wanted = new Set(alerts.map((alert) => alert.plainsight.alert.id));
  for (const [id, entry] of rows) {
    if (!wanted.has(id)) {
      entry.row.remove();
      rows.delete(id);
    }
  }
  let place = body.firstElementChild;
  for (const alert of alerts) {
    const id = alert.plainsight.alert.id;
    const state = JSON.stringify(alert);
    let entry = rows.get(id);
    if (!entry || entry.state !== state) {
      entry = redrawn(alert, state, entry);
      rows.set(id, entry);
      place = place === entry.replaced ? entry.row : place;
    }
    if (entry.row === place) {
      place = place.nextElementSibling;
    } else {
      body.insertBefore(entry.row, place);
    }
  }
  fresh.clear();
  select(selected, false);
}

/** The row in its new state, in the place of the old one and with the focus that one had. */
function redrawn(alert, state, old) {
  const row = drawRow(alert);
  if (old) {
    const focused = old.row.contains(document.activeElement)
      ? [...old.row.querySelectorAll('a, button')].indexOf(document.activeElement) : -1;
    old.row.replaceWith(row);
    row.querySelectorAll('a, button')[focused]?.focus();
  }
  return { row, state, replaced: old?.row };
}

function drawRow(alert) {
  const detail = alert.plainsight.alert;
  const entity = detail.entity ?? {};
  const resolved = detail.status === 'resolved';
  const row = el('tr', { class: `${resolved ? 'resolved' : 'open'}${fresh.has(detail.id) ? ' fresh' : ''}` },
    el('td', { class: 'c-severity' },
      filter('severity', detail.severity, severity(detail.severity)),
      resolved ? el('span', { class: 'tag' }, 'resolved') : null),
    el('td', { class: 'c-rule' }, filter('rule', alert.rule.id, brief(alert.rule.id, 64))),
    el('td', { class: 'c-entity' },
      filter('entity', entity.value, brief(entity.value, 160)),
      entity.zone ? el('span', { class: 'zone' }, brief(entity.zone, 40)) : null),
    el('td', { class: 'c-reason' },
      el('a', { class: 'open-link', href: addressWith({ alert: detail.id }), onclick: follow }, brief(alert.event.reason || alert.rule.name, 280))),
    el('td', { class: 'c-count' }, el('span', { class: 'label', 'aria-hidden': 'true' }, '×'), number(detail.count)),
    el('td', { class: 'c-time c-first' }, time(alert.event.start)),
    el('td', { class: 'c-time c-last' }, time(alert.event.end)));
  row.dataset.id = detail.id;
  row.addEventListener('click', (event) => {
    if (!event.target.closest('a, button') && !String(getSelection())) {
      go({ alert: detail.id });
    }
  });
  return row;
}

/** A value that filters by itself when clicked. */
function filter(name, value, content) {
  return el('button', {
    type: 'button', class: 'value', title: `Show only this ${name}`, onclick: () => go({ [name]: String(value ?? ''), alert: '' }),
  }, content);
}

function follow(event) {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    goTo(event.currentTarget.getAttribute('href'));
  }
}

function drawFilters(view, page) {
  const wanted = new Set(view.severity.split(',').filter(Boolean));
  byId('severity-chips').replaceChildren(...SEVERITIES.map((name) => {
    const on = wanted.has(name);
    return el('button', {
      type: 'button',
      class: 'chip',
      id: `chip-${name}`,
      'aria-pressed': String(on),
      onclick: () => toggle(wanted, name),
    }, severity(name), el('b', {}, number(page.by_severity[name])));
  }));
  byId('status-filter').value = view.status;
  drawRules(view, page.rules ?? {});
  const search = byId('text-filter');
  if (document.activeElement !== search) {
    search.value = view.q;
  }
  const active = byId('active-filters');
  active.hidden = !view.entity && !view.severity && !view.rule && !view.status && !view.q;
  active.replaceChildren(
    ...['severity', 'rule', 'entity', 'status', 'q'].filter((name) => view[name]).map((name) => el('button', {
      type: 'button', class: 'filter-tag', title: 'Remove this filter', onclick: () => go({ [name]: '' }),
    }, el('span', {}, `${name === 'q' ? 'text' : name}: `), brief(view[name], 80), el('span', { 'aria-hidden': 'true' }, ' ✕'))),
    el('button', { type: 'button', class: 'clear', onclick: clearFilters }, 'Clear all'));
}

export function clearFilters() {
  go({ severity: '', rule: '', entity: '', status: '', q: '' });
}

function toggle(wanted, name) {
  const next = new Set(wanted);
  if (!next.delete(name)) {
    next.add(name);
  }
  go({ severity: SEVERITIES.filter((each) => next.has(each)).join(',') });
}

function drawRules(view, rules) {
  const select = byId('rule-filter');
  const names = Object.keys(rules).slice(0, MAX_RULE_OPTIONS);
  if (view.rule && !names.includes(view.rule)) {
    names.push(view.rule);
  }
  const options = [el('option', { value: '' }, 'any'),
    ...names.map((name) => el('option', { value: name }, `${brief(name, 48)}${rules[name] ? ` (${number(rules[name])})` : ''}`))];
  const drawn = options.map((option) => option.textContent).join('\n');
  if (select.dataset.drawn !== drawn && document.activeElement !== select) {
    select.replaceChildren(...options);
    select.dataset.drawn = drawn;
  }
  select.value = view.rule;
}

function drawEmpty(view, page) {
  const empty = page.alerts.length === 0;
  byId('empty').hidden = !empty;
  byId('alerts').hidden = empty;
  if (!empty) {
    return;
  }
  const filtered = view.severity || view.rule || view.status || view.q || view.entity;
  const [title, text] = page.problem ? ['This address asks for something that does not exist', clean(page.problem)]
    : page.rebuilding ? ['Reading the alerts from Kafka', 'They appear here as they are read.']
    : filtered ? ['No alert matches these filters', 'Remove a filter above to see more.']
    : ['No alerts', 'Nothing has been found so far. New alerts appear here by themselves.'];
  byId('empty-title').textContent = title;
  byId('empty-text').textContent = text;
}

function drawPager(page) {
  const first = page.offset ?? 0;
  const last = first + page.alerts.length;
  byId('pager').hidden = first === 0 && last >= page.total;
  byId('page-text').textContent = page.alerts.length ? `${number(first + 1)}–${number(last)} of ${number(page.total)}` : '';
  byId('newer').disabled = first === 0;
  byId('older').disabled = last >= page.total;
  byId('newer').onclick = () => go({ offset: first > PAGE ? String(first - PAGE) : '' });
  byId('older').onclick = () => go({ offset: String(first + PAGE) });
}

/** The ids on the page, in its order. */
export function idsShown() {
  return [...byId('rows').children].map((row) => row.dataset.id);
}

export function selectedId() {
  return selected;
}

/** Marks one row; with `focus` the keyboard goes there too. */
export function select(id, focus = true) {
  selected = id;
  for (const [rowId, { row }] of rows) {
    row.classList.toggle('selected', rowId === id);
    if (rowId === id && focus) {
      row.querySelector('.open-link').focus({ preventScroll: true });
      row.scrollIntoView({ block: 'nearest' });
    }
  }
}
