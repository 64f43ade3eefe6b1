/** What help begins with: the first impressions of the tool. */
export const examples = `Examples:
  cvm-teardown compare                                            the redesigns, before and after
  cvm-teardown check --arch ppc --policy init-done --release v1   a known bug, step by step
  cvm-teardown plugins info s390                                  all that is modelled of s390`;

/** What help ends with; EXIT in context.ts has the same. */
export const exitCodes = `Exit codes:
  0    valid, or done
  1    a property is violated, an expectation or a threshold is missed
  2    usage, input, config or plugin error
  3    unknown: a limit was hit before there was an answer
  70   internal error, please report it
  130  interrupted`;
