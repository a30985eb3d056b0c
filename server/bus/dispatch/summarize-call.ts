// What a call did, in the sentence a person would say. Pure.
import type { CapabilityName, CapabilityOutput } from '#connectors/sdk/capability-contracts.ts';

export interface CallStory {
  /** names as a person calls them */
  device: string | null;
  ticket: string | null;
  client: string | null;
  member: string | null;
  args: Readonly<Record<string, unknown>>;
}

type Story<N extends CapabilityName> = (story: CallStory, output: CapabilityOutput<N>) => string;

const on = (name: string | null): string => (name ? ` on ${name}` : '');
const of = (name: string | null): string => (name ? ` of ${name}` : '');
const count = (items: number, one: string, more = `${one}s`): string => `${items} ${items === 1 ? one : more}`;

const stories: { [N in CapabilityName]: Story<N> } = {
  'ticket.read': (story, ticket) => `Read ticket ${story.ticket ?? ticket.id}: ${ticket.status.name ?? 'no status'}`,
  'ticket.search': (_story, page) => `Searched tickets: ${count(page.items.length, 'match', 'matches')}`,
  'ticket.create': (_story, ticket) => `Created ticket #${externalOf(ticket)}: ${ticket.title}`,
  'ticket.update': (story, ticket) => `Updated ticket ${story.ticket}: now ${ticket.status.name ?? 'changed'}`,
  'ticket.note.list': (story, notes) => `Read ${count(notes.items.length, 'note')} of ticket ${story.ticket}`,
  'ticket.note.add': (story, note) =>
    `Added ${note.visibility === 'public' ? 'a public' : 'an internal'} note to ticket ${story.ticket}`,
  'ticket.assign': (story) => `Assigned ticket ${story.ticket} to ${story.member}`,
  'ticket.resolve': (story, ticket) => `Resolved ticket ${story.ticket}: ${ticket.status.name ?? 'closed'}`,
  'ticket.time.add': (story, time) => `Added ${time.minutes} min to ticket ${story.ticket}`,
  'priority.list': (_story, list) => `Read ${count(list.items.length, 'priority', 'priorities')}`,
  'category.list': (_story, list) => `Read ${count(list.items.length, 'category', 'categories')}`,
  'contact.list': (story, page) => `Read ${count(page.items.length, 'contact')}${of(story.client)}`,
  'board.list': (_story, list) => `Read ${count(list.items.length, 'board')}`,
  'status.list': (_story, list) => `Read ${count(list.items.length, 'status', 'statuses')}`,
  'member.list': (_story, page) => `Read ${count(page.items.length, 'technician')}`,
  'client.list': (_story, page) => `Read ${count(page.items.length, 'client')}`,
  'device.list': (story, page) => `Read ${count(page.items.length, 'device')}${of(story.client)}`,
  'device.status': (story, status) => `Read the state of ${story.device ?? status.name}: ${stateOf(status)}`,
  'device.events': (story, events) => `Read ${count(events.items.length, 'event')}${of(story.device)}`,
  'script.list': (_story, list) => `Read ${count(list.items.length, 'script')}`,
  'script.run': (story, result) => `Ran ${String(story.args.script)}${on(story.device)}: ${exitOf(result)}`,
  'command.run': (story, result) => `Ran a ${String(story.args.shell)} command${on(story.device)}: ${exitOf(result)}`,
  'session.link': (story) => `Made a link to a remote session${on(story.device)}`,
  'document.search': (_story, page) => `Searched documentation: ${count(page.items.length, 'match', 'matches')}`,
  'document.read': (_story, document) => `Read "${document.title}"`,
  'user.search': (story, page) => `Found ${count(page.items.length, 'user')}${of(story.client)}`,
  'user.read': (_story, user) => `Read ${user.principalName}: ${userState(user)}`,
  'user.groups': (story, list) => `Read ${count(list.items.length, 'group')}${of(userOf(story))}`,
  'user.signins': (story, list) => `Read ${count(list.items.length, 'sign-in')}${of(userOf(story))}`,
  'user.disable': (_story, user) => `Disabled ${user.principalName}`,
  'user.enable': (_story, user) => `Enabled ${user.principalName}`,
  'user.unlock': (_story, user) => `Unlocked ${user.principalName}`,
  'user.sessions.revoke': (story) => `Signed ${userOf(story)} out everywhere`,
  'user.password.reset': (story) => `Reset the password${of(userOf(story))}`,
  'group.list': (story, page) => `Read ${count(page.items.length, 'group')}${of(story.client)}`,
  'group.member.add': (story) => `Added ${userOf(story)} to a group`,
  'group.member.remove': (story) => `Took ${userOf(story)} out of a group`,
  'license.list': (story, list) => `Read ${count(list.items.length, 'licence')}${of(story.client)}`,
  'user.license.assign': (story) => `Gave ${userOf(story)} a licence`,
  'user.license.remove': (story) => `Took a licence from ${userOf(story)}`,
  'policy.list': (story, list) =>
    `Read ${count(list.items.length, 'group policy', 'group policies')}${of(story.client)}`,
  'alert.read': (_story, alert) => `Read the alert "${alert.title}": ${alert.isActive ? 'active' : 'cleared'}`,
  'alert.list': (story, list) => `Read ${count(list.items.length, 'active alert')}${of(story.device)}`,
  'alert.resolve': (_story, alert) => (alert.isActive ? 'Asked to reset the alert; still active' : 'Reset the alert'),
};

export function summarizeCall<N extends CapabilityName>(
  capability: N,
  story: CallStory,
  output: CapabilityOutput<N>,
): string {
  return stories[capability](story, output);
}

export const summarizeStart = (story: CallStory): string =>
  `Started ${String(story.args.script)}${on(story.device)}; waiting for its result`;

const userOf = (story: CallStory): string => String(story.args.user);
const userState = (user: CapabilityOutput<'user.read'>): string =>
  user.isLockedOut ? 'locked out' : user.isEnabled ? 'enabled' : 'disabled';

function stateOf(status: CapabilityOutput<'device.status'>): string {
  const facts: string[] = [];
  if (status.online === false) facts.push('offline');
  const stopped = Object.values(status.services ?? {}).filter((service) => service.state === 'stopped');
  if (stopped.length > 3) facts.push(`${stopped.length} services stopped`);
  else if (stopped.length > 0) facts.push(`${stopped.map((service) => service.name).join(', ')} stopped`);
  if (status.systemDrive) facts.push(`${Math.round(status.systemDrive.freeGb)} GB free`);
  if (status.patches && status.patches.failed > 0) {
    facts.push(count(status.patches.failed, 'failed patch', 'failed patches'));
  }
  if (status.needsReboot) facts.push('needs a restart');
  return facts.length > 0 ? facts.join(', ') : status.online === null ? status.health : 'online';
}

function exitOf(result: CapabilityOutput<'script.run'>): string {
  const told = result.outcome === 'unknown' ? 'it ran, how it ended is not told' : result.outcome;
  const end = result.exitCode === null ? told : `exit ${result.exitCode}`;
  if (!result.startedAt || !result.finishedAt) return end;
  const seconds = Math.round((Date.parse(result.finishedAt) - Date.parse(result.startedAt)) / 1_000);
  return seconds >= 0 ? `${end} in ${durationOf(seconds)}` : end;
}

const durationOf = (seconds: number): string =>
  seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;

const externalOf = (ticket: { id: string; externalId?: string }): string => ticket.externalId ?? ticket.id;
