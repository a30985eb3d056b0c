// The address as ConnectWise wants it registered.

/** ConnectWise appends the record id and `&action=…` to whatever was registered. */
export function callbackUrl(url: string): string {
  if (/[?&]recordId=$/.test(url)) return url;
  return `${url}${url.includes('?') ? '&' : '?'}recordId=`;
}
