// Kaseya VSA X keeps the connector contract, against its sandbox over real HTTP.
import { testRestV3Contract } from '#connectors/families/rest-v3/testing/rest-v3-contract.ts';
import { vsaXProduct } from './testing/vsa-x-product.ts';

testRestV3Contract(vsaXProduct, import.meta.dirname);
