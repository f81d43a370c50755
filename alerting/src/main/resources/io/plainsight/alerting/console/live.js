// The live connection: server-sent events, and a word on whether they still come.

const SILENT_MS = 20_000; // four heartbeats

/**
 * Follows the changes.
 * handlers: alert(alert), posture(), resync() and state(name) with name connecting, live or reconnecting.
 */
export function follow(handlers) {
  let source;
  let timer;
  let interrupted = false;

  function heard() {
    clearTimeout(timer);
    timer = setTimeout(reopen, SILENT_MS);
    handlers.state('live');
  }

  function reopen() {
    source.close();
    lost();
    open();
  }

  function lost() {
    interrupted = true;
    handlers.state('reconnecting');
  }

  function open() {
    source = new EventSource('/api/stream');
    source.onopen = () => {
      heard();
      if (interrupted) {
        interrupted = false;
        handlers.resync();
      }
    };
    source.onerror = () => {
      lost();
      if (source.readyState === EventSource.CLOSED) { // refused, such as with 503: the browser does not retry by itself
        clearTimeout(timer);
        timer = setTimeout(open, 5_000);
      }
    };
    source.addEventListener('hello', heard);
    source.addEventListener('heartbeat', heard);
    source.addEventListener('resync', () => { heard(); handlers.resync(); });
    source.addEventListener('posture', () => { heard(); handlers.posture(); });
    source.addEventListener('alert', (event) => { heard(); handlers.alert(JSON.parse(event.data)); });
  }

  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (event) => { if (event.persisted) { reopen(); } });
  handlers.state('connecting');
  open();
}
