import { type FormEvent, useId, useState } from "react";
import { useTexts } from "../../texts/useTexts";
import type { PlayerId } from "../../wire/types";
import { Found } from "./Found";
import { MemoryFilters } from "./MemoryFilters";
import { MemoryList } from "./MemoryList";
import { ANYTHING } from "./filters";

const LONGEST_QUESTION = 300;

interface Search {
  readonly text: string;
  readonly by: "words" | "meaning";
}

/** All that somebody remembers, with ways to find things in it. */
export function MemoryStream({ player }: { readonly player: PlayerId }) {
  const { memories } = useTexts().mind;
  const [filter, setFilter] = useState(ANYTHING);
  const [search, setSearch] = useState<Search>({ text: "", by: "words" });
  const find = (next: Search): void => {
    setSearch(next);
    setFilter({ ...filter, text: next.by === "words" ? next.text : "" });
  };
  const isByMeaning = search.by === "meaning" && search.text !== "";
  return (
    <>
      <SearchForm search={search} onSearch={find} />
      <MemoryFilters player={player} filter={filter} onFilter={setFilter} byMeaning={isByMeaning} />
      {isByMeaning ? (
        <Found player={player} question={search.text} kinds={filter.kinds} />
      ) : (
        <MemoryList player={player} filter={filter} none={filter === ANYTHING ? memories.none : memories.noneLikeThat} />
      )}
    </>
  );
}

interface SearchFormProps {
  readonly search: Search;
  readonly onSearch: (search: Search) => void;
}

function SearchForm({ search, onSearch }: SearchFormProps) {
  const { memories } = useTexts().mind;
  const [text, setText] = useState("");
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSearch({ ...search, text: text.trim() });
  };
  return (
    <search>
      <form className="recall" onSubmit={submit}>
        <label className="visually-hidden" htmlFor={id}>
          {memories.search}
        </label>
        <input
          id={id}
          className="input"
          type="search"
          dir="auto"
          placeholder={memories.search}
          autoComplete="off"
          maxLength={LONGEST_QUESTION}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            if (target.value === "") onSearch({ ...search, text: "" });
          }}
        />
        <select
          className="select"
          aria-label={memories.searchBy}
          value={search.by}
          onChange={({ target }) =>
            onSearch({ text: text.trim(), by: target.value === "meaning" ? "meaning" : "words" })
          }
        >
          <option value="words">{memories.byWords}</option>
          <option value="meaning">{memories.byMeaning}</option>
        </select>
        <button type="submit" className="button">
          {memories.find}
        </button>
      </form>
    </search>
  );
}
