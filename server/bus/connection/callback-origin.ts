// Could a device reach us, to post a script's result? Only over TLS; a simulated device is on this machine.

/** @param baseUrl by which vendors and browsers reach this installation. @returns without a slash at its end; null = no */
export function callbackOrigin(baseUrl: string | undefined, isSandbox: boolean): string | null {
  if (!baseUrl || !URL.canParse(baseUrl)) return null;
  const { protocol, hostname, origin, pathname } = new URL(baseUrl);
  const isOwnMachine = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  const isReachable = isSandbox && isOwnMachine ? /^https?:$/.test(protocol) : protocol === 'https:' && !isOwnMachine;
  return isReachable ? `${origin}${pathname}`.replace(/\/+$/, '') : null;
}
