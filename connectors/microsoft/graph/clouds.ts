// Microsoft's clouds: each has a sign-in and a Graph of its own, and an account of one is unknown in the others.
// Source: learn.microsoft.com/graph/deployments.
export const clouds = {
  global: { label: 'Worldwide', graph: 'https://graph.microsoft.com', login: 'https://login.microsoftonline.com' },
  'us-gov': {
    label: 'US Government (GCC High)',
    graph: 'https://graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
  },
  'us-dod': {
    label: 'US Department of Defense',
    graph: 'https://dod-graph.microsoft.us',
    login: 'https://login.microsoftonline.us',
  },
  china: {
    label: 'China (21Vianet)',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    login: 'https://login.chinacloudapi.cn',
  },
} as const;
export type CloudName = keyof typeof clouds;
export const cloudNames = Object.keys(clouds) as CloudName[];

/** @param cloud a name, or the origin of a sandbox on this machine */
export function cloudHosts(cloud: string): { graph: string; login: string } {
  const known = cloudNames.find((name) => name === cloud);
  return known ? clouds[known] : { graph: cloud, login: cloud };
}
