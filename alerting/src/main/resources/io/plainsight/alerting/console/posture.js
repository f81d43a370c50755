// The strip at the top: what share of the connections was protected.

import { byId, el, number, time } from './dom.js';

const VERDICTS = ['protected', 'weak', 'plaintext', 'unknown'];

export async function showPosture() {
  let answer;
  try {
    const response = await fetch('/api/posture');
    if (!response.ok) {
      return;
    }
    answer = await response.json();
  } catch (error) {
    return; // the connection's state is shown already; the last figures stay
  }
  const total = answer.total;
  const connections = total?.connections ?? {};
  const sum = VERDICTS.reduce((all, verdict) => all + Number(connections[verdict] ?? 0), 0);
  const bar = byId('posture-bar');
  const figures = byId('posture-figures');
  bar.replaceChildren();
  figures.replaceChildren();
  const note = byId('posture-note');
  if (!sum) {
    note.replaceChildren('No connection has been judged yet.');
    return;
  }
  for (const verdict of VERDICTS) {
    const count = Number(connections[verdict] ?? 0);
    if (count) {
      const part = el('span', { class: `part part-${verdict}` });
      part.style.flexGrow = String(count);
      bar.append(part);
    }
    figures.append(el('div', { class: `figure figure-${verdict}` },
      el('dt', {}, el('span', { class: 'swatch', 'aria-hidden': 'true' }), verdict),
      el('dd', {}, el('b', {}, share(count, sum)), ' ', el('span', {}, number(count)))));
  }
  note.replaceChildren(`${number(sum)} connections${answer.traffic === 'replay' ? ' in played files' : ''}`, ...(total.start && total['@timestamp']
    ? [', ', time(total.start), ' to ', time(total['@timestamp']), ' UTC'] : []),
  encrypted(total.shares?.encrypted_connections));
}

/** Of those that sent data; with bounds where something is unknown or was probably lost. */
function encrypted(figure) {
  if (!figure?.denominator) {
    return '';
  }
  const bounds = figure.upper > figure.lower
    ? ` (${share(figure.lower, 1)} to ${share(figure.upper, 1)} with what is unknown or lost)` : '';
  return ` · encrypted ${share(figure.numerator, figure.denominator)} of those that sent data${bounds}`;
}

/** A share that never rounds something to nothing, nor nearly all to all. */
function share(count, sum) {
  const percent = (100 * count) / sum;
  if (percent > 0 && percent < 0.1) {
    return '<0.1 %';
  }
  if (percent > 99.9 && percent < 100) {
    return '>99.9 %';
  }
  return `${percent.toFixed(percent === 0 || percent === 100 ? 0 : 1)} %`;
}
