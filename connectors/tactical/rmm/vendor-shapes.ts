// What we read of Tactical's answers; fields come and go between releases, and nothing says which release it is.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();

export const agentShape = z.object({
  agent_id: z.string().min(1),
  hostname: text,
  client_name: text,
  site_name: text,
  monitoring_type: text,
  status: text,
  last_seen: text,
  boot_time: z.number().nullish(),
  operating_system: text,
  plat: text,
  needs_reboot: flag,
  logged_username: text,
  last_logged_in_user: text,
  maintenance_mode: flag,
  serial_number: text,
  checks: z.object({ failing: z.number().nullish(), warning: z.number().nullish() }).nullish(),
});
export type AgentRow = z.output<typeof agentShape>;

const quantity = z.union([z.string(), z.number()]).nullish();
export const agentDetailShape = agentShape.extend({
  disks: z.array(z.object({ device: text, free: quantity, total: quantity, percent: quantity })).nullish(),
  services: z
    .array(z.object({ name: z.string(), display_name: text, status: text }))
    .nullish()
    .catch(null),
  patches_last_installed: text,
});
export type AgentDetail = z.output<typeof agentDetailShape>;

export const updateShape = z.object({ installed: flag, result: text, action: text });

export const historyShape = z.object({
  id: z.number().int(),
  time: text,
  type: text,
  username: text,
  command: text,
  script: z.number().int().nullish(),
  script_name: text,
  script_results: z
    .object({
      stdout: text,
      stderr: text,
      retcode: z.number().int().nullish(),
      execution_time: z.union([z.string(), z.number()]).nullish(),
    })
    .nullish(),
});
export type HistoryRow = z.output<typeof historyShape>;

export const scriptShape = z.object({
  id: z.number().int(),
  name: z.string(),
  description: text,
  default_timeout: z.number().int().nullish(),
  supported_platforms: z.array(z.string()).nullish(),
});
export type ScriptRow = z.output<typeof scriptShape>;

export const alertShape = z.object({
  id: z.number().int(),
  agent_id: text,
  hostname: text,
  client: text,
  severity: text,
  alert_type: text,
  message: text,
  alert_time: text,
  resolved: flag,
  resolved_on: text,
});
export type AlertRow = z.output<typeof alertShape>;

export const clientShape = z.object({ id: z.number().int(), name: z.string() });
export const siteShape = z.object({ id: z.number().int(), name: z.string(), client: z.number().int().nullish() });
export const urlActionShape = z.object({ id: z.number().int(), name: z.string(), pattern: text });
