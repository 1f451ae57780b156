/** What is easily got wrong about connectors, told more exactly than their schema does. */
import type { ErrorObject } from 'ajv';
import * as say from '../diagnostics/catalogue.gen.ts';
import type { JsonText } from './json.ts';
import type { Mistake } from './mistake.ts';

const SECRET = '#/definitions/secret';

/** Null: there is nothing more exact to say of it. `told`: it follows from what another mistake says. */
export function connectorMistake(error: ErrorObject, json: JsonText): Mistake | 'told' | null {
  const { instancePath, keyword, params, schemaPath, parentSchema, data } = error;
  const [, section, name = ''] = instancePath.split('/');
  if (section !== 'connectors') return null;
  const place = json.places.get(instancePath);
  const value = place?.value ?? { start: 0, end: 1 };
  const key = instancePath.slice(1).replaceAll('/', '.');
  if (typeof data === 'string' && schemaPath.startsWith(SECRET)) return { ...value, wording: say.openSecret({ key }) };
  if (keyword === 'pattern' && schemaPath.startsWith('#/definitions/url')) {
    const { username, password } = partsOf(String(data));
    if (username !== '' || password !== '') return { ...value, wording: say.openSecret({ key }) };
  }
  if (keyword === 'additionalProperties' && isUnknown(parentSchema, data)) return 'told';
  if (keyword === 'required' && params.missingProperty === 'module')
    return { ...(place?.key ?? value), wording: say.unknownConnector({ name }) };
  return null;
}

/** Whatever stands in a connector that there is not: its name is what is wrong. */
function isUnknown(schema: ErrorObject['parentSchema'], data: unknown): boolean {
  const wants: unknown = schema?.required;
  const isModule = Array.isArray(wants) && wants.includes('module');
  return isModule && typeof data === 'object' && data !== null && !('module' in data);
}

function partsOf(text: string): { readonly username: string; readonly password: string } {
  return URL.canParse(text) ? new URL(text) : { username: '', password: '' };
}
