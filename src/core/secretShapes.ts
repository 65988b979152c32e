/** The shapes that secrets of well known services have. Whether a match is one or an example is for `secretGuard.ts` to say. */

export interface SecretShape {
  /** As it is named to the user; names of services are the same in all languages. */
  readonly kind: string;
  /**
   * Global. The first group, or else the whole match, is what must not look like a placeholder. Every pattern begins with fixed
   * characters, and nothing before them may be repeated: long texts are searched in linear time.
   */
  readonly pattern: RegExp;
}

export const secretShapes: readonly SecretShape[] = [
  { kind: 'AWS access key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)([A-Z2-7]{16})(?![A-Za-z0-9])/g },
  {
    kind: 'AWS secret key',
    pattern: /secret_?access_?key["'\]]{0,2}[ \t]{0,8}(?::=|=>|[:=])[ \t]{0,8}["'`]?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
  },
  { kind: 'GitHub token', pattern: /(?<![A-Za-z0-9])gh[pousr]_([A-Za-z0-9]{36,255})(?![A-Za-z0-9])/g },
  { kind: 'GitHub token', pattern: /(?<![A-Za-z0-9])github_pat_([A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])/g },
  { kind: 'GitLab token', pattern: /(?<![A-Za-z0-9])gl(?:pat|dt|rt|ptt|oas|soat|cbt|imt|ft|agent)-([\w-]{20,300})(?![\w-])/g },
  { kind: 'Slack token', pattern: /(?<![A-Za-z0-9])xox[abeoprs]-((?:\d{1,20}-){1,3}[A-Za-z0-9-]{16,200})/g },
  { kind: 'Slack token', pattern: /(?<![A-Za-z0-9])xapp-\d-[A-Z0-9]{8,20}-\d{8,20}-([a-f0-9]{40,80})/g },
  {
    kind: 'Slack webhook',
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/(T[A-Z0-9]{6,14}\/[AB][A-Z0-9]{6,14}\/[A-Za-z0-9]{20,30})/g,
  },
  { kind: 'Google API key', pattern: /(?<![A-Za-z0-9])AIza([\w-]{35})(?![\w-])/g },
  { kind: 'Google client secret', pattern: /(?<![A-Za-z0-9])GOCSPX-([\w-]{28})(?![\w-])/g },
  { kind: 'Google access token', pattern: /(?<![A-Za-z0-9])ya29\.([\w-]{60,1000})/g },
  { kind: 'Stripe key', pattern: /(?<![A-Za-z0-9])[sr]k_(?:live|test|prod)_([A-Za-z0-9]{20,250})(?![A-Za-z0-9])/g },
  { kind: 'Stripe webhook secret', pattern: /(?<![A-Za-z0-9])whsec_([A-Za-z0-9+/]{32,100})(?![A-Za-z0-9])/g },
  { kind: 'npm token', pattern: /(?<![A-Za-z0-9])npm_([A-Za-z0-9]{36})(?![A-Za-z0-9])/g },
  { kind: 'PyPI token', pattern: /(?<![A-Za-z0-9])pypi-AgEIcHlwaS5vcmc([\w-]{50,1000})/g },
  { kind: 'Anthropic API key', pattern: /(?<![A-Za-z0-9])sk-ant-[a-z]{2,10}\d\d-([\w-]{60,200})(?![\w-])/g },
  { kind: 'OpenAI API key', pattern: /(?<![A-Za-z0-9_-])sk-(?:proj|svcacct|admin)-([\w-]{40,250})(?![\w-])/g },
  { kind: 'API key', pattern: /(?<![A-Za-z0-9_-])sk-((?!ant-|proj-|svcacct-|admin-)(?:or-v1-)?[A-Za-z0-9]{32,100})(?![\w-])/g },
  { kind: 'Hugging Face token', pattern: /(?<![A-Za-z0-9])hf_([A-Za-z]{34})(?![A-Za-z0-9])/g },
  { kind: 'SendGrid key', pattern: /(?<![A-Za-z0-9])SG\.([\w-]{22}\.[\w-]{43})(?![\w-])/g },
  { kind: 'DigitalOcean token', pattern: /(?<![A-Za-z0-9])do[opr]_v1_([a-f0-9]{64})(?![a-f0-9])/g },
  { kind: 'Shopify token', pattern: /(?<![A-Za-z0-9])shp(?:at|ca|pa|ss)_([a-fA-F0-9]{32})(?![a-fA-F0-9])/g },
  { kind: 'Azure storage key', pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g },
  { kind: 'age secret key', pattern: /(?<![A-Za-z0-9])AGE-SECRET-KEY-1([A-Z0-9]{58})(?![A-Z0-9])/g },
  {
    kind: 'JSON Web Token',
    pattern: /(?<![\w.-])(eyJ[\w-]{10,4000}\.eyJ[\w-]{10,8000}\.[\w-]{20,2000})/g,
  },
  {
    // With key material after it, in lines of its own or with their ends escaped: the mere words are in many a program.
    kind: 'private key',
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\\r|\\n|[\s"'+,-]){1,40}(?:(?:Proc-Type|DEK-Info|Version|Comment): [^\n]{1,200}\n[+\s]{0,10}){0,4}([A-Za-z0-9+/=]{32,100})/g,
  },
  { kind: 'password in a URL', pattern: /:\/\/[\w.%+-]{1,64}:([^\s:@/'"`<>{}$()[\]|\\]{6,100})@[\w.-]{1,200}/g },
];
