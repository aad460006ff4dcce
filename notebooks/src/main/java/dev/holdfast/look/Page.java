package dev.holdfast.look;

/** Where things are shown. */
sealed interface Page permits NotebookPage, TerminalPage {

  /** Set where a notebook's kernel is started. */
  String PROPERTY = "holdfast.page";

  /** The page of this process: a notebook if its kernel says so, else the terminal. */
  static Page current() {
    return "notebook".equals(System.getProperty(PROPERTY))
        ? new NotebookPage()
        : new TerminalPage(System.out);
  }

  void show(Grid grid);

  void show(Plot plot);

  void say(String sentence);
}
