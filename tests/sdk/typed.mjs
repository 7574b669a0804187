// Slack's own types, read from the SDKs by the compiler: what of a value they do not allow.

import ts from 'typescript';
import { fileURLToPath } from 'node:url';

const place = fileURLToPath(new URL('./typed.virtual.ts', import.meta.url));
const source = `
  export type * as Responses from '@slack/web-api/dist/types/response';
  export type { SlackEvent } from '@slack/types';
  export type * as Sent from '@slack/types';
`;
const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, target: ts.ScriptTarget.ES2022, types: ['node'] };
const host = ts.createCompilerHost(options);
const { fileExists, getSourceFile } = host;
host.fileExists = (file) => file === place || fileExists(file);
host.getSourceFile = (file, ...rest) => (file === place ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true) : getSourceFile(file, ...rest));
const program = ts.createProgram([place], options, host);
const checker = program.getTypeChecker();
const failures = ts.getPreEmitDiagnostics(program, program.getSourceFile(place));
if (failures.length) throw new Error(ts.formatDiagnostics(failures, host));
const exported = Object.fromEntries(checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(place))).map((symbol) => [symbol.name, symbol]));

const aliased = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

/** What `@slack/web-api` says a method answers; nothing for a method it does not know. */
export function answerOf(method) {
  const name = `${method.split('.').map((word) => word[0].toUpperCase() + word.slice(1)).join('')}Response`;
  const found = checker.getExportsOfModule(aliased(exported.Responses)).find((symbol) => symbol.name === name);
  return found && checker.getDeclaredTypeOfSymbol(aliased(found));
}

/** The shapes `@slack/types` has for events of this name. */
export function eventsOf(name, subtype) {
  const all = checker.getDeclaredTypeOfSymbol(aliased(exported.SlackEvent)).types;
  return all.filter((type) => literal(type, 'type') === name && literal(type, 'subtype') === subtype);
}

/** The fields of what `@slack/types` lets programs send: of each block, element and part by its `type`, and of attachments. */
export function sendable() {
  const sent = checker.getExportsOfModule(aliased(exported.Sent)).map(aliased).filter(({ declarations }) => /block-kit|views|message-attachments/.test(declarations[0].getSourceFile().fileName));
  const types = sent.map((symbol) => [symbol.name, checker.getDeclaredTypeOfSymbol(symbol)]);
  const fields = (type) => checker.getPropertiesOfType(type).map(({ name }) => name);
  return types.map(([name, type]) => ({ name, type: literal(type, 'type'), fields: fields(type) })).filter(({ name, type }) => type || name === 'MessageAttachment');
}

function literal(type, name) {
  const property = type.getProperty(name);
  const found = property && checker.getTypeOfSymbol(property);
  return found?.isStringLiteral() ? found.value : undefined;
}

const kindOf = (type) => {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return 'any';
  if (flags & ts.TypeFlags.StringLike) return 'string';
  if (flags & ts.TypeFlags.NumberLike) return 'number';
  if (flags & ts.TypeFlags.BooleanLike) return 'boolean';
  if (flags & ts.TypeFlags.Null) return 'null';
  if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return 'undefined';
  return checker.isArrayType(type) || checker.isTupleType(type) ? 'array' : 'object';
};

const parts = (type) => (type.isUnion() ? type.types : [type]);
const fitting = (type, kind) => parts(type).filter((part) => [kind, 'any'].includes(kindOf(part)));

/** What a value lacks or has otherwise than a type says, each with its place. */
export function misfits(type, value, path = '') {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const fits = fitting(type, kind);
  if (!fits.length) return [`${path}: ${kind} instead of ${checker.typeToString(type)}`];
  const tries = fits.map((part) => within(part, value, kind, path));
  return tries.reduce((best, found) => (found.length < best.length ? found : best));
}

function within(type, value, kind, path) {
  if (kind === 'string' && type.isStringLiteral() && type.value !== value) return [`${path}: "${value}" instead of "${type.value}"`];
  if (kindOf(type) === 'any') return [];
  if (kind === 'array') return value.flatMap((item, at) => misfits(checker.getTypeArguments(type)[0], item, `${path}/${at}`));
  if (kind !== 'object') return [];
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const wanted = checker.getTypeOfSymbol(property);
    const here = `${path}/${property.name}`;
    if (property.name in value) return misfits(wanted, value[property.name], here);
    const optional = property.flags & ts.SymbolFlags.Optional || fitting(wanted, 'undefined').length;
    return optional ? [] : [`${here}: is absent`];
  });
}

/** Where a schema of the API's document allows what a type does not. */
export function conflicts(type, schema, resolve, path = '', above = []) {
  const { $ref } = schema;
  if ($ref) return above.includes($ref) ? [] : conflicts(type, resolve($ref), resolve, path, [...above, $ref]);
  if (schema.allOf || schema.anyOf || schema.oneOf) return (schema.allOf ?? schema.anyOf ?? schema.oneOf).flatMap((part) => conflicts(type, part, resolve, path, above));
  const kinds = [schema.type ?? []].flat().map((kind) => (kind === 'integer' ? 'number' : kind));
  return kinds.flatMap((kind) => {
    const fits = fitting(type, kind);
    if (!fits.length) return [`${path}: ${kind} instead of ${checker.typeToString(type)}`];
    const known = fits.filter((part) => kindOf(part) !== 'any');
    if (known.length !== fits.length) return [];
    if (kind === 'array') return schema.items ? conflicts(checker.getTypeArguments(known[0])[0], schema.items, resolve, `${path}/*`, above) : [];
    if (kind !== 'object') return [];
    return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
      const of = known.map((part) => checker.getPropertyOfType(part, name)).filter(Boolean);
      return of.length ? conflicts(checker.getTypeOfSymbol(of[0]), inner, resolve, `${path}/${name}`, above) : [];
    });
  });
}
