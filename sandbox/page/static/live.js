/** What happens on the server, as it happens. */

const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 5000;

/**
 * Follow the server's events for ever.
 *
 * `resync` reads everything anew and returns the version to go on from: after a lost connection the events
 * in between are gone, so the state is fetched again rather than patched.
 *
 * @param {{resync: () => Promise<number>, onEvent: (event: object) => void, onStatus: (online: boolean) => void}} options
 */
export function follow({ resync, onEvent, onStatus }) {
  let wait = FIRST_RETRY_MS;

  function retry() {
    onStatus(false);
    setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_RETRY_MS);
  }

  async function connect() {
    let version;
    try {
      version = await resync();
    } catch (error) {
      console.debug("the state could not be read", error);
      retry();
      return;
    }
    const source = new EventSource(`/page/events?since=${version}`);
    source.onopen = () => {
      wait = FIRST_RETRY_MS;
      onStatus(true);
    };
    source.onmessage = (event) => onEvent(JSON.parse(event.data));
    source.onerror = () => {
      // Its own reconnection would ask from the old version and miss what the server has forgotten.
      source.close();
      retry();
    };
  }

  onStatus(false);
  connect();
}
