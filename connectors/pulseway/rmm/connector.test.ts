// Pulseway keeps the connector contract, against its sandbox over real HTTP.
import { testRestV3Contract } from '#connectors/families/rest-v3/testing/rest-v3-contract.ts';
import { pulsewayProduct } from './testing/pulseway-product.ts';

testRestV3Contract(pulsewayProduct, import.meta.dirname);
