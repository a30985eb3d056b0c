// gPLink: which group policies apply to a container, as a list in one text: "[LDAP://CN={...},CN=Policies,...;0][...;2]".
export interface PolicyLink {
  /** distinguished name of the policy */
  policy: string;
  /** distinguished name of the domain, the organisational unit or the site */
  target: string;
  isEnabled: boolean;
  isEnforced: boolean;
  /** place in the list, from 1 */
  order: number;
}

export const linksOf = (target: string, gPLink: string): PolicyLink[] =>
  [...gPLink.matchAll(/\[LDAP:\/\/([^;\]]+);(\d{1,9})\]/gi)].map(([, policy = '', options], index) => ({
    policy,
    target,
    isEnabled: (Number(options) & 1) === 0,
    isEnforced: (Number(options) & 2) !== 0,
    order: index + 1,
  }));
