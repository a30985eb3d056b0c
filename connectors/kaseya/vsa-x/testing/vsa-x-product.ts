// VSA X as the tests of its family take it.
import type { RestV3Product } from '#connectors/families/rest-v3/testing/rest-v3-bed.ts';
import { kaseyaVsaX } from '../connector.ts';
import { vsaXOptions, vsaXSandbox } from '../sandbox/vsa-x-sandbox.ts';

export const vsaXProduct: RestV3Product = { connector: kaseyaVsaX, dialect: vsaXSandbox, options: vsaXOptions };
