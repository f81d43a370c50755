// What is shown, held in the address, so that a view can be pasted into a ticket.

const FILTERS = ['severity', 'rule', 'status', 'q', 'entity', 'offset'];
const listeners = [];

/** The state that the address names: the filters, and the id of the alert in `alert`. */
export function current() {
  const params = new URLSearchParams(location.search);
  const view = {};
  for (const name of FILTERS) {
    view[name] = params.get(name) ?? '';
  }
  const path = /^\/alerts\/(.+)$/.exec(location.pathname);
  view.alert = params.get('alert') ?? (path ? safeDecode(path[1]) : '');
  return view;
}

function safeDecode(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

/** The address of a view. */
export function address(view) {
  const params = new URLSearchParams();
  for (const name of [...FILTERS, 'alert']) {
    if (view[name]) {
      params.set(name, view[name]);
    }
  }
  const query = params.toString();
  return query ? `/?${query}` : '/';
}

/** The address with some parts changed. A changed filter starts again at the newest alert. */
export function addressWith(changes) {
  return address(merged(changes));
}

function merged(changes) {
  const view = { ...current(), ...changes };
  if (!('offset' in changes) && Object.keys(changes).some((name) => name !== 'alert')) {
    view.offset = '';
  }
  return view;
}

/** Goes to the current view with some parts changed; `replace` leaves no step in the history. */
export function go(changes, replace = false) {
  const target = address(merged(changes));
  if (target === location.pathname + location.search) {
    return;
  }
  history[replace ? 'replaceState' : 'pushState'](null, '', target);
  changed();
}

export function goTo(target) {
  history.pushState(null, '', target);
  changed();
}

/** The part of the API's query that the filters make. */
export function apiQuery(view) {
  const params = new URLSearchParams();
  for (const name of FILTERS) {
    if (view[name]) {
      params.set(name, view[name]);
    }
  }
  return params.toString();
}

export function onChange(listener) {
  listeners.push(listener);
}

function changed() {
  const view = current();
  listeners.forEach((listener) => listener(view));
}

addEventListener('popstate', changed);
