// The session cookie's name. `__Host-` binds it to this host and to https, so no sibling domain can set it; plain http on
// localhost cannot use that prefix.
export const sessionCookieName = (isSecure: boolean): string =>
  isSecure ? '__Host-mspclaw-session' : 'mspclaw-session';

export const isSecureUrl = (publicUrl: string | undefined): boolean => publicUrl?.startsWith('https:') ?? false;

/** For the comfort redirect only: says nothing about whether the session is worth anything. */
export const hasSessionCookie = (names: Iterable<string>): boolean =>
  [...names].some((name) => name.startsWith(sessionCookieName(true)) || name.startsWith(sessionCookieName(false)));
