// The road to Kaseya VSA X.
import { createRestV3 } from '#connectors/families/rest-v3/client.ts';

export const vsaX = createRestV3({
  name: 'VSA X',
  base: ({ host }) => `${host}/api/v3`,
  environmentPath: '/environment',
  wrongToken:
    'VSA X refused the token (401). Its id or secret is wrong, it has expired, or it may not be used from this address: look under Administration, Configuration, API Access.',
  missingRight:
    'VSA X refused this (403): the token lacks the scope. Reading needs "REST API (Read)", running scripts, dismissing notifications and the webhook need "REST API (Write)".',
});
