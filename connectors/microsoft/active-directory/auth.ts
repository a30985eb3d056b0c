// Who we are at a domain: a service account with a few delegated rights, let in over LDAP with TLS. One connection = one
// domain.
import { z } from 'zod';
import type { ConnectorAuth, ConnectorContext } from '#connectors/sdk/connector.ts';
import { isLoopbackHost } from '#connectors/sdk/http/vendor-origin.ts';

/** read-only, partial, and of the whole forest */
const catalogPorts = ['3268', '3269'];

const urlSchema = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .transform((value, context) => {
    const problem = (message: string) => {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    };
    const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `ldaps://${value}`;
    const url = URL.canParse(text) ? new URL(text) : null;
    if (!url || url.hostname === '') return problem('This is not a host name.');
    if (url.username || url.password || url.search || url.hash || !['', '/'].includes(url.pathname))
      return problem('The address is "ldaps://host" and nothing more.');
    const isPlain = url.protocol === 'ldap:' && isLoopbackHost(url.hostname.toLowerCase());
    if (url.protocol !== 'ldaps:' && !isPlain) return problem('The address must begin with ldaps://.');
    if (catalogPorts.includes(url.port))
      return problem('This is the port of the global catalogue, where nothing can be changed. Use 636.');
    return `${url.protocol}//${url.host.toLowerCase()}`;
  });

/** pasted into a form, line breaks become spaces: they are put back */
const certificateSchema = z
  .string()
  .max(50_000)
  .default('')
  .transform((value, context) => {
    if (value.trim() === '') return '';
    const blocks = [...value.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g)];
    if (blocks.length > 0) return blocks.map(([, base64 = '']) => pemOf(base64)).join('');
    context.addIssue({ code: 'custom', message: 'This is no certificate in PEM form (-----BEGIN CERTIFICATE-----).' });
    return z.NEVER;
  });
const pemOf = (base64: string) =>
  `-----BEGIN CERTIFICATE-----\n${base64.replace(/\s+/g, '').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;

const settingsSchema = z.strictObject({
  url: urlSchema,
  bindName: z.string().trim().min(1).max(500),
  caCertificate: certificateSchema,
  /** "" = the whole domain */
  searchBase: z.string().trim().max(1_000).default(''),
});
export type AdSettings = z.output<typeof settingsSchema>;

// an empty password would sign in as nobody, and succeed
const secretsSchema = z.strictObject({ password: z.string().min(1).max(500) });
export type AdSecrets = z.output<typeof secretsSchema>;
export type AdContext = ConnectorContext<AdSettings, AdSecrets>;

export const adAuth: ConnectorAuth<AdSettings, AdSecrets> = {
  fields: [
    {
      name: 'url',
      label: 'Domain controller',
      help: 'The name of one domain controller, as its certificate has it; LDAPS, port 636. One controller, not the domain: changes are read back where they were made.',
      secret: false,
      placeholder: 'ldaps://dc1.corp.example',
    },
    {
      name: 'bindName',
      label: 'Service account',
      help: 'Active Directory Users and Computers, the account, tab Account: user logon name with @. Delegated rights only, never Domain Admins.',
      secret: false,
      placeholder: 'svc-mspclaw@corp.example',
    },
    {
      name: 'password',
      label: 'Password',
      help: 'The password of the service account. When it ends or the account is locked, the connection says so.',
      secret: true,
    },
    {
      name: 'caCertificate',
      label: 'Certificate of the issuing authority',
      help: 'The domain’s own authority in PEM form (certutil -ca.cert ca.cer, then as Base-64). Empty when a public authority signed.',
      secret: false,
      placeholder: '-----BEGIN CERTIFICATE-----',
    },
    {
      name: 'searchBase',
      label: 'Only below',
      help: 'An organisational unit (distinguished name). Users, groups and computers elsewhere are neither listed nor changed. Empty for the whole domain.',
      secret: false,
      placeholder: 'OU=Staff,DC=corp,DC=example',
    },
  ],
  settings: settingsSchema,
  secrets: secretsSchema,
};
