// How many there are, in words of the page's language. Its plural forms come with the page, each
// under a number that has it: "1={} result", "2={} results".

const { lang } = document.documentElement;
const plural = new Intl.PluralRules(lang);
const digits = new Intl.NumberFormat(lang, { numberingSystem: "latn" });

export function counted(forms, number) {
  const known = forms.split("\n").map((line) => line.split("="));
  const same = ([sample]) => Number(sample) === number;
  const alike = ([sample]) => plural.select(Number(sample)) === plural.select(number);
  const [, words] = known.find(same) ?? known.find(alike) ?? known.at(-1);
  return words.replace("{}", digits.format(number));
}
