// The keyboard: j k Enter o / ? Esc.

import { byId } from './dom.js';
import { idsShown, select, selectedId } from './list.js';
import { current, go } from './view.js';

export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) {
      return;
    }
    const typing = event.target.closest('input, select, textarea');
    if (event.key === 'Escape') {
      escape(typing);
    } else if (!typing && act(event.key, event.target)) {
      event.preventDefault();
    }
  });
}

/** Does what the key stands for; false when it stands for nothing. */
function act(key, target) {
  switch (key) {
    case 'j': move(1); return true;
    case 'k': move(-1); return true;
    case 'o': return openSelected();
    case 'Enter': return !target.closest('a, button, summary') && openSelected();
    case '/': go({ alert: '' }); byId('text-filter').focus(); byId('text-filter').select(); return true;
    case '?': byId('help').showModal(); return true;
    default: return false;
  }
}

function move(step) {
  const ids = idsShown();
  if (!ids.length) {
    return;
  }
  const open = current().alert;
  const at = ids.indexOf(open || selectedId());
  const next = ids[at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step))];
  if (open) {
    select(next, false);
    go({ alert: next }, true);
  } else {
    select(next);
  }
}

function openSelected() {
  const id = selectedId();
  if (!id || current().alert) {
    return false;
  }
  go({ alert: id });
  return true;
}

function escape(typing) {
  if (typing) {
    typing.blur();
  } else if (current().alert) {
    go({ alert: '' });
  }
}
