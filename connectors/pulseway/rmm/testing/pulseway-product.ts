// Pulseway as the tests of its family take it.
import type { RestV3Product } from '#connectors/families/rest-v3/testing/rest-v3-bed.ts';
import { pulsewayRmm } from '../connector.ts';
import { pulsewayOptions, pulsewaySandbox } from '../sandbox/pulseway-sandbox.ts';

export const pulsewayProduct: RestV3Product = {
  connector: pulsewayRmm,
  dialect: pulsewaySandbox,
  options: pulsewayOptions,
};
