// Ties the page together: the address says what to show, the live connection says when to look again.

import { brief, byId } from './dom.js';
import { leaveDetail, showDetail } from './detail.js';
import { listenToKeys } from './keys.js';
import { follow } from './live.js';
import { markFresh, select, showList } from './list.js';
import { showPosture } from './posture.js';
import { current, go, goTo, onChange } from './view.js';

const QUIET_MS = 250; // a burst of changes becomes one look
const TYPING_MS = 200;

let opened = '';

function show(view) {
  const list = !view.alert;
  byId('list-view').hidden = !list;
  byId('detail-view').hidden = list;
  if (list) {
    leaveDetail();
    const returning = opened;
    opened = '';
    showList().then(() => { if (returning) { select(returning); } });
  } else {
    opened = view.alert;
    select(view.alert, false);
    showDetail(view.alert);
  }
}

function later(action, delay) {
  let timer;
  return () => {
    timer ??= setTimeout(() => { timer = undefined; action(); }, delay);
  };
}

const lookAgain = later(() => {
  const { alert } = current();
  showList();
  if (alert) {
    showDetail(alert);
  }
}, QUIET_MS);
const lookAtPosture = later(showPosture, QUIET_MS);

function state(name) {
  const connection = byId('connection');
  if (connection.dataset.state !== name) {
    connection.dataset.state = name;
    byId('connection-text').textContent = name;
  }
}

function typed(input) {
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ q: input.value.trim() }, true), TYPING_MS);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      clearTimeout(timer);
      go({ q: input.value.trim() });
    }
  });
}

onChange(show);
listenToKeys();
typed(byId('text-filter'));
byId('status-filter').addEventListener('change', (event) => go({ status: event.target.value }));
byId('rule-filter').addEventListener('change', (event) => go({ rule: event.target.value }));
byId('help-button').addEventListener('click', () => byId('help').showModal());
byId('home').addEventListener('click', (event) => { event.preventDefault(); goTo('/'); });

follow({
  state,
  alert(alert) {
    markFresh(alert.plainsight.alert.id);
    byId('announce').textContent = `${brief(alert.plainsight.alert.severity, 10)}: ${brief(alert.event.reason, 200)}`;
    lookAgain();
  },
  posture: lookAtPosture,
  resync() {
    lookAgain();
    lookAtPosture();
  },
});

function start() {
  show(current());
  if (current().alert) {
    showList(); // for j and k
  }
  showPosture();
}

start();
