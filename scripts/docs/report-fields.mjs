/** Every field of a report, by its JSON Schema: `groups[].rows[].label`, and what can stand there; but those below `without`. */
export function reportFields(schema, without) {
  const rows = fieldsOf(schema, '').filter(([path]) => without === undefined || !path.startsWith(`${without}.`));
  return [
    '| field | what stands there |',
    '| --- | --- |',
    ...rows.map(([path, type]) => `| \`${path}\` | ${type} |`),
  ].join('\n');
}

function fieldsOf(schema, path) {
  const forms = schema.anyOf ?? schema.oneOf ?? [schema];
  const seen = new Map();
  for (const form of forms) {
    if (form.type === 'array') for (const [at, type] of fieldsOf(form.items, `${path}[]`)) seen.set(at, type);
    if (form.type !== 'object') continue;
    const required = new Set(form.required ?? []);
    for (const [key, value] of Object.entries(form.properties ?? {})) {
      const at = path === '' ? key : `${path}.${key}`;
      const inner = fieldsOf(value, at);
      if (inner.length === 0) seen.set(at, `${typeOf(value)}${required.has(key) ? '' : ', or absent'}`);
      for (const [deep, type] of inner) seen.set(deep, type);
    }
  }
  return [...seen];
}

function typeOf(schema) {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms !== undefined) return forms.map(typeOf).join(' or ');
  if (schema.type === 'array') return `list of: ${typeOf(schema.items)}`;
  if (schema.type === 'object' && schema.additionalProperties) return `by name: ${typeOf(schema.additionalProperties)}`;
  const types = [schema.type].flat().map((type) => (type === 'string' ? 'text' : type));
  return types.join(' or ');
}
