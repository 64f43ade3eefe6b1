import { z } from 'zod';

const text = z.string().min(1);
const texts = z.array(text).readonly();

/** Options that a config file can give in the place of the user, by the names that they have on the command line. */
const defaultsSchema = z
  .strictObject({
    arch: text,
    assume: texts,
    color: z.boolean(),
    cpus: z.int().min(1).transform(String),
    memory: text,
    policy: text,
    profile: texts,
    release: text,
    reporter: texts,
    resident: text,
    trigger: text,
    vcpus: z.int().min(0).transform(String),
  })
  .partial()
  .readonly();

/** `cvm-teardown.config.{json,js,mjs,ts,mts}` */
export const configSchema = z
  .strictObject({
    $schema: text.optional(),
    /** Packages, or paths relative to the file. */
    plugins: texts.optional(),
    /** Used where the command has the option and its user does not give it. */
    defaults: defaultsSchema.optional(),
  })
  .readonly();

/** The keys that an object at this path may have. */
export const keysAt = (path: readonly PropertyKey[]): readonly string[] =>
  Object.keys(path.length === 0 ? configSchema.unwrap().shape : defaultsSchema.unwrap().shape);

export type Config = z.infer<typeof configSchema>;
export type Defaults = NonNullable<Config['defaults']>;
