// The platform reads a device only by company, site and endpoint together, so our id of a device is all three.
import { ConnectorError } from '#connectors/sdk/errors.ts';
import { uuid } from './client.ts';

export interface DeviceId {
  company: string;
  site: string;
  endpoint: string;
}

export const joinDeviceId = ({ company, site, endpoint }: DeviceId): string => `${company}:${site}:${endpoint}`;

/** @throws ConnectorError `invalid-input` */
export function splitDeviceId(id: string): DeviceId {
  const [company = '', site = '', endpoint = '', ...more] = id.split(':');
  if (more.length === 0 && [company, site, endpoint].every((part) => uuid.test(part)))
    return { company, site, endpoint };
  throw new ConnectorError(
    'invalid-input',
    `"${id.slice(0, 120)}" is not a device of ConnectWise RMM. Its ids are "company:site:endpoint", as listed.`,
  );
}
