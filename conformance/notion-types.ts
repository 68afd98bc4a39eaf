// Writes the types of Notion's client as a JSON schema, for the test that judges every request of a
// mirror by them (lib/mirror/spec.db.test.ts). Its argument is the file.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const schema = createGenerator({
  path: join(import.meta.dirname, 'notion-requests.ts'),
  tsconfig: join(import.meta.dirname, 'tsconfig.json'),
  type: 'NotionRequests',
  // A name for each type, or what is nested in itself fills a hundred megabytes.
  expose: 'all',
  skipTypeCheck: true,
}).createSchema('NotionRequests');
writeFileSync(process.argv[2]!, JSON.stringify(schema));
