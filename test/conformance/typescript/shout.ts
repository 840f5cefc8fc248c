import { offer, type PCollection } from '@hornbeam/sdk';
import { row, string } from '@hornbeam/sdk/model';
import { z } from 'zod';
export default offer({
  'beam:transform:org.example:shout:v1': {
    description: 'Texts in capitals, with an ending',
    config: row({ ending: string }),
    expand: (texts: PCollection<string>, { ending }: { ending: string }) =>
      texts.map((text) => text.toUpperCase() + ending).withSchema(z.string()),
  },
});
