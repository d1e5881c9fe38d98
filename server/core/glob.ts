/**
 * Whether a text is of a form in which `*` stands for any characters and `?` for one. Goes back to the last `*` alone, so that
 * no text takes longer than its length times that of the form; a regular expression of the same would take its power.
 */
export function isOfForm(text: string, form: string): boolean {
  const [characters, wanted] = [[...text], [...form]];
  let at = 0;
  let wants = 0;
  let star = -1;
  let starTook = 0;
  while (at < characters.length) {
    if (wanted[wants] === "*") {
      star = wants++;
      starTook = at;
    } else if (wants < wanted.length && (wanted[wants] === "?" || wanted[wants] === characters[at])) {
      wants++;
      at++;
    } else if (star >= 0) {
      wants = star + 1;
      at = ++starTook;
    } else return false;
  }
  return wanted.slice(wants).every((left) => left === "*");
}
