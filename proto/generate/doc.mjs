// Doc comments of generated code, from the comments of the .proto files.

/**
 * @param {string | null | undefined} comment as it stands in the .proto file
 * @param {string} [fullName] of the protobuf type, the only text where there is no comment
 * @param {string} [indent]
 */
export function doc(comment, fullName, indent = '') {
  const name = fullName && `\`${fullName}\``;
  const text = [comment && endSentence(comment.trim()), name].filter(Boolean);
  if (text.length === 0) return '';
  if (text.length === 1) return `${indent}/** ${text[0]} */\n`;
  return `${indent}/**\n${text.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

function endSentence(text) {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
