<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en_US">
 <context>
  <name>AboutModelDialog</name>
  <message>
   <source>&amp;Not Now</source>
   <translation>&amp;Nicht jetzt</translation>
  </message>
  <message>
   <source>&amp;Use It</source>
   <translation>&amp;Verwenden</translation>
  </message>
  <message>
   <source>About {model}</source>
   <translation>Über {model}</translation>
  </message>
  <message>
   <source>Please read this once before suggestions come from it.</source>
   <translation>Bitte lesen Sie dies einmal, bevor Vorschläge davon kommen.</translation>
  </message>
 </context>
 <context>
  <name>AlternativesView</name>
  <message>
   <source>Suggestions</source>
   <translation>Vorschläge</translation>
  </message>
 </context>
 <context>
  <name>Announcer</name>
  <message>
   <source>Suggestion: {text}</source>
   <translation>Vorschlag: {text}</translation>
  </message>
 </context>
 <context>
  <name>ChangedDialog</name>
  <message>
   <source>Changed by another program</source>
   <translation>Von einem anderen Programm geändert</translation>
  </message>
  <message>
   <source>Comparing…</source>
   <translation>Wird verglichen…</translation>
  </message>
  <message>
   <source>Decide Later</source>
   <translation>Später entscheiden</translation>
  </message>
  <message>
   <source>From your text to theirs: {summary}.</source>
   <translation>Von Ihrem Text zum anderen: {summary}.</translation>
  </message>
  <message>
   <source>Keep &amp;Mine</source>
   <translation>&amp;Meinen behalten</translation>
  </message>
  <message>
   <source>Open &amp;Both</source>
   <translation>&amp;Beide öffnen</translation>
  </message>
  <message>
   <source>Take &amp;Theirs</source>
   <translation>&amp;Anderen übernehmen</translation>
  </message>
 </context>
 <context>
  <name>CommandPaletteDialog</name>
  <message>
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <source>Commands</source>
   <translation>Befehle</translation>
  </message>
  <message>
   <source>Type a few letters of a command</source>
   <translation>Einige Buchstaben eines Befehls tippen</translation>
  </message>
 </context>
 <context>
  <name>CountDisplay</name>
  <message>
   <source>Characters</source>
   <translation>Zeichen</translation>
  </message>
  <message>
   <source>Paragraphs</source>
   <translation>Absätze</translation>
  </message>
  <message>
   <source>Reading time</source>
   <translation>Lesezeit</translation>
  </message>
  <message>
   <source>Words</source>
   <translation>Wörter</translation>
  </message>
  <message>
   <source>{characters} characters; {minutes} min to read</source>
   <translation>{characters} Zeichen; {minutes} Min. Lesezeit</translation>
  </message>
 </context>
 <context>
  <name>DaysPlot</name>
  <message>
   <source>Words per day</source>
   <translation>Wörter je Tag</translation>
  </message>
  <message>
   <source>{total} words in the last {days} days, at most {most} in one day</source>
   <translation>{total} Wörter in den letzten {days} Tagen, höchstens {most} an einem Tag</translation>
  </message>
 </context>
 <context>
  <name>DiffView</name>
  <message>
   <source>1 removed</source>
   <translation>1 entfernt</translation>
  </message>
  <message>
   <source>1 word added</source>
   <translation>1 Wort hinzugefügt</translation>
  </message>
  <message>
   <source>Changes</source>
   <translation>Änderungen</translation>
  </message>
  <message>
   <source>The two texts are the same.</source>
   <translation>Die beiden Texte sind gleich.</translation>
  </message>
  <message>
   <source>{count} removed</source>
   <translation>{count} entfernt</translation>
  </message>
  <message>
   <source>{count} words added</source>
   <translation>{count} Wörter hinzugefügt</translation>
  </message>
 </context>
 <context>
  <name>DocumentController</name>
  <message>
   <source>A copy of “{name}” with its long lines broken; the file itself is as it was.</source>
   <translation>Eine Kopie von „{name}“ mit umbrochenen langen Zeilen; die Datei selbst ist, wie sie war.</translation>
  </message>
  <message>
   <source>New file: it is made when you save.</source>
   <translation>Neue Datei: Sie entsteht beim Speichern.</translation>
  </message>
  <message>
   <source>Nothing was overwritten; choose another name.</source>
   <translation>Nichts wurde überschrieben; wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <source>Read-only: this file cannot be written.</source>
   <translation>Nur lesbar: In diese Datei kann nicht geschrieben werden.</translation>
  </message>
  <message>
   <source>Save as</source>
   <translation>Speichern unter</translation>
  </message>
  <message>
   <source>Saved.</source>
   <translation>Gespeichert.</translation>
  </message>
  <message>
   <source>Text and Markdown (*.md *.markdown *.txt *.text);;All files (*)</source>
   <translation>Text und Markdown (*.md *.markdown *.txt *.text);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>Text, Markdown, Word and OpenDocument (*.md *.markdown *.txt *.text *.docx *.odt);;All files (*)</source>
   <translation>Text, Markdown, Word und OpenDocument (*.md *.markdown *.txt *.text *.docx *.odt);;Alle Dateien (*)</translation>
  </message>
  <message>
   <source>The other window has closed this file: write on.</source>
   <translation>Das andere Fenster hat diese Datei geschlossen: Schreiben Sie weiter.</translation>
  </message>
  <message>
   <source>Untitled</source>
   <translation>Unbenannt</translation>
  </message>
  <message>
   <source>What was done before this save can no longer be undone.</source>
   <translation>Was vor diesem Speichern geschah, lässt sich nicht mehr rückgängig machen.</translation>
  </message>
  <message>
   <source>{name} (on disk)</source>
   <translation>{name} (auf der Platte)</translation>
  </message>
  <message>
   <source>“{name}” is still being saved; the disk is slow to answer. The window stays open until that is done.</source>
   <translation>„{name}“ wird noch gespeichert; die Platte antwortet langsam. Das Fenster bleibt offen, bis das fertig ist.</translation>
  </message>
  <message>
   <source>“{name}” was deleted or moved. Your text is here.</source>
   <translation>„{name}“ wurde gelöscht oder verschoben. Ihr Text ist hier.</translation>
  </message>
 </context>
 <context>
  <name>EditorView</name>
  <message>
   <source>Text</source>
   <translation>Text</translation>
  </message>
 </context>
 <context>
  <name>Exporter</name>
  <message>
   <source>Export</source>
   <translation>Exportieren</translation>
  </message>
  <message>
   <source>Exported as “{name}” in {folder}.</source>
   <translation>Als „{name}“ in {folder} exportiert.</translation>
  </message>
  <message>
   <source>“{name}” is the document itself. Export under another name.</source>
   <translation>„{name}“ ist das Dokument selbst. Exportieren Sie unter einem anderen Namen.</translation>
  </message>
 </context>
 <context>
  <name>FindBar</name>
  <message>
   <source>&amp;Case</source>
   <translation>&amp;Groß/klein</translation>
  </message>
  <message>
   <source>&amp;Pattern</source>
   <translation>&amp;Muster</translation>
  </message>
  <message>
   <source>&amp;Replace</source>
   <translation>&amp;Ersetzen</translation>
  </message>
  <message>
   <source>&amp;Words</source>
   <translation>&amp;Wörter</translation>
  </message>
  <message>
   <source>Close (Esc)</source>
   <translation>Schließen (Esc)</translation>
  </message>
  <message>
   <source>Find</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Next (Enter)</source>
   <translation>Weiter (Eingabe)</translation>
  </message>
  <message>
   <source>Only in what is selected</source>
   <translation>Nur in der Auswahl</translation>
  </message>
  <message>
   <source>Previous (Shift+Enter)</source>
   <translation>Zurück (Umschalt+Eingabe)</translation>
  </message>
  <message>
   <source>Replace &amp;All</source>
   <translation>Al&amp;le ersetzen</translation>
  </message>
  <message>
   <source>Replace all; one undo takes it back</source>
   <translation>Alle ersetzen; einmal Rückgängig nimmt es zurück</translation>
  </message>
  <message>
   <source>Replace this place and go to the next</source>
   <translation>Diese Stelle ersetzen und zur nächsten gehen</translation>
  </message>
  <message>
   <source>Replace with</source>
   <translation>Ersetzen durch</translation>
  </message>
  <message>
   <source>Se&amp;lection</source>
   <translation>A&amp;uswahl</translation>
  </message>
  <message>
   <source>Tell capitals from small letters</source>
   <translation>Groß- und Kleinbuchstaben unterscheiden</translation>
  </message>
  <message>
   <source>What is looked for is a regular expression</source>
   <translation>Gesucht wird ein regulärer Ausdruck</translation>
  </message>
  <message>
   <source>Whole words only</source>
   <translation>Nur ganze Wörter</translation>
  </message>
 </context>
 <context>
  <name>Finder</name>
  <message>
   <source>Nothing found</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>Select the part of the text to look in first.</source>
   <translation>Zuerst den Teil des Textes auswählen, in dem gesucht werden soll.</translation>
  </message>
  <message>
   <source>This document is read-only: nothing was replaced.</source>
   <translation>Dieses Dokument ist schreibgeschützt: Nichts wurde ersetzt.</translation>
  </message>
  <message>
   <source>{count} found</source>
   <translation>{count} gefunden</translation>
  </message>
  <message>
   <source>{count} replaced</source>
   <translation>{count} ersetzt</translation>
  </message>
  <message>
   <source>{number} of {count}</source>
   <translation>{number} von {count}</translation>
  </message>
  <message>
   <source>{number} of {count}, from the end again</source>
   <translation>{number} von {count}, wieder vom Ende an</translation>
  </message>
  <message>
   <source>{number} of {count}, from the top again</source>
   <translation>{number} von {count}, wieder vom Anfang an</translation>
  </message>
 </context>
 <context>
  <name>GoalMark</name>
  <message numerus="yes">
   <source>%n day(s) in a row</source>
   <translation>
    <numerusform>%n Tag in Folge</numerusform>
    <numerusform>%n Tage in Folge</numerusform>
   </translation>
  </message>
  <message>
   <source>Writing goal</source>
   <translation>Schreibziel</translation>
  </message>
  <message>
   <source>{done} of {goal} words in this session</source>
   <translation>{done} von {goal} Wörtern in dieser Sitzung</translation>
  </message>
  <message>
   <source>{done} of {goal} words today</source>
   <translation>{done} von {goal} Wörtern heute</translation>
  </message>
 </context>
 <context>
  <name>Importer</name>
  <message>
   <source>Reading “{name}”…</source>
   <translation>„{name}“ wird gelesen …</translation>
  </message>
  <message>
   <source>“{name}” came in as Markdown, as a new document; the file itself is as it was.</source>
   <translation>„{name}“ kam als Markdown herein, als neues Dokument; die Datei selbst ist, wie sie war.</translation>
  </message>
 </context>
 <context>
  <name>LateProgressBar</name>
  <message>
   <source>Progress</source>
   <translation>Fortschritt</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>&lt;h3&gt;Writer {version}&lt;/h3&gt;&lt;p&gt;A calm, private editor that finishes your sentences. Everything runs on this machine.&lt;/p&gt;&lt;p&gt;Apache-2.0 licence.&lt;/p&gt;</source>
   <translation>&lt;h3&gt;Writer {version}&lt;/h3&gt;&lt;p&gt;Ein ruhiger, privater Editor, der Ihre Sätze zu Ende schreibt. Alles läuft auf diesem Rechner.&lt;/p&gt;&lt;p&gt;Lizenz: Apache-2.0.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>&lt;p&gt;Model: {name}, {millions} million parameters, {precision}. Its suggestions are guesses about wording; they are not facts.&lt;/p&gt;</source>
   <translation>&lt;p&gt;Modell: {name}, {millions} Millionen Parameter, {precision}. Seine Vorschläge sind Vermutungen über den Wortlaut, keine Tatsachen.&lt;/p&gt;</translation>
  </message>
  <message>
   <source>About Writer</source>
   <translation>Über Writer</translation>
  </message>
  <message>
   <source>Loading the model…</source>
   <translation>Das Modell wird geladen …</translation>
  </message>
  <message>
   <source>No model</source>
   <translation>Kein Modell</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Öffnen</translation>
  </message>
  <message>
   <source>The manual cannot be read ({why}).</source>
   <translation>Das Handbuch kann nicht gelesen werden ({why}).</translation>
  </message>
  <message>
   <source>Very long lines were broken at the ends of sentences; no word was lost.</source>
   <translation>Sehr lange Zeilen wurden an Satzenden umbrochen; kein Wort ging verloren.</translation>
  </message>
  <message>
   <source>Writer speaks this language from the next start on.</source>
   <translation>Writer spricht diese Sprache ab dem nächsten Start.</translation>
  </message>
  <message>
   <source>the menu Suggestions</source>
   <translation>dem Menü Vorschläge</translation>
  </message>
  <message>
   <source>{model}; another is loading…</source>
   <translation>{model}; ein anderes wird geladen …</translation>
  </message>
  <message>
   <source>{name} (read-only)</source>
   <translation>{name} (nur lesbar)</translation>
  </message>
 </context>
 <context>
  <name>ManualDialog</name>
  <message>
   <source>Contents</source>
   <translation>Inhalt</translation>
  </message>
  <message>
   <source>Find in the manual</source>
   <translation>Im Handbuch suchen</translation>
  </message>
  <message>
   <source>Manual</source>
   <translation>Handbuch</translation>
  </message>
  <message>
   <source>The Writer Manual</source>
   <translation>Das Writer-Handbuch</translation>
  </message>
 </context>
 <context>
  <name>Menus</name>
  <message>
   <source>&amp;16 to 32 Words</source>
   <translation>&amp;16 bis 32 Wörter</translation>
  </message>
  <message>
   <source>&amp;2 to 4 Words</source>
   <translation>&amp;2 bis 4 Wörter</translation>
  </message>
  <message>
   <source>&amp;4 to 8 Words</source>
   <translation>&amp;4 bis 8 Wörter</translation>
  </message>
  <message>
   <source>&amp;8 to 16 Words</source>
   <translation>&amp;8 bis 16 Wörter</translation>
  </message>
  <message>
   <source>&amp;About Writer</source>
   <translation>Ü&amp;ber Writer</translation>
  </message>
  <message>
   <source>&amp;Accept</source>
   <translation>Ü&amp;bernehmen</translation>
  </message>
  <message>
   <source>&amp;Another…</source>
   <translation>&amp;Andere …</translation>
  </message>
  <message>
   <source>&amp;Appearance</source>
   <translation>&amp;Aussehen</translation>
  </message>
  <message>
   <source>&amp;Asks for One</source>
   <translation>&amp;Holt einen</translation>
  </message>
  <message>
   <source>&amp;Balanced</source>
   <translation>&amp;Ausgewogen</translation>
  </message>
  <message>
   <source>&amp;Calm: only when it is sure</source>
   <translation>&amp;Ruhig: nur wenn es sicher ist</translation>
  </message>
  <message>
   <source>&amp;Capitalize Words</source>
   <translation>&amp;Wörter großschreiben</translation>
  </message>
  <message>
   <source>&amp;Check Spelling</source>
   <translation>&amp;Rechtschreibung prüfen</translation>
  </message>
  <message>
   <source>&amp;Clear This List</source>
   <translation>Diese Liste &amp;leeren</translation>
  </message>
  <message>
   <source>&amp;Close</source>
   <translation>S&amp;chließen</translation>
  </message>
  <message>
   <source>&amp;Code</source>
   <translation>&amp;Code</translation>
  </message>
  <message>
   <source>&amp;Copy</source>
   <translation>&amp;Kopieren</translation>
  </message>
  <message>
   <source>&amp;Dictionary</source>
   <translation>&amp;Wörterbuch</translation>
  </message>
  <message>
   <source>&amp;Dismiss</source>
   <translation>Ver&amp;werfen</translation>
  </message>
  <message>
   <source>&amp;E-Book (EPUB)…</source>
   <translation>&amp;E-Book (EPUB) …</translation>
  </message>
  <message>
   <source>&amp;Eager: more, and more often wrong</source>
   <translation>&amp;Eifrig: mehr, und öfter falsch</translation>
  </message>
  <message>
   <source>&amp;Eagerness</source>
   <translation>&amp;Eifer</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>&amp;Bearbeiten</translation>
  </message>
  <message>
   <source>&amp;Emphasis</source>
   <translation>&amp;Betont</translation>
  </message>
  <message>
   <source>&amp;Export</source>
   <translation>&amp;Exportieren</translation>
  </message>
  <message>
   <source>&amp;File</source>
   <translation>&amp;Datei</translation>
  </message>
  <message>
   <source>&amp;Find…</source>
   <translation>&amp;Suchen …</translation>
  </message>
  <message>
   <source>&amp;Focus</source>
   <translation>&amp;Fokus</translation>
  </message>
  <message>
   <source>&amp;Full Screen</source>
   <translation>&amp;Vollbild</translation>
  </message>
  <message>
   <source>&amp;Go On Now</source>
   <translation>&amp;Jetzt weiter</translation>
  </message>
  <message>
   <source>&amp;Half a Line</source>
   <translation>&amp;Halbe Zeile</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <source>&amp;Join with the Next</source>
   <translation>Mit dem &amp;nächsten verbinden</translation>
  </message>
  <message>
   <source>&amp;Larger Text</source>
   <translation>&amp;Größerer Text</translation>
  </message>
  <message>
   <source>&amp;Length</source>
   <translation>&amp;Länge</translation>
  </message>
  <message>
   <source>&amp;Line</source>
   <translation>&amp;Zeile</translation>
  </message>
  <message>
   <source>&amp;Link</source>
   <translation>&amp;Link</translation>
  </message>
  <message>
   <source>&amp;Literata (Serif)</source>
   <translation>&amp;Literata (mit Serifen)</translation>
  </message>
  <message>
   <source>&amp;Loose</source>
   <translation>&amp;Locker</translation>
  </message>
  <message>
   <source>&amp;Manual</source>
   <translation>&amp;Handbuch</translation>
  </message>
  <message>
   <source>&amp;Models…</source>
   <translation>&amp;Modelle …</translation>
  </message>
  <message>
   <source>&amp;Move Item In</source>
   <translation>Punkt ein&amp;rücken</translation>
  </message>
  <message>
   <source>&amp;Narrow</source>
   <translation>Sch&amp;mal</translation>
  </message>
  <message>
   <source>&amp;New</source>
   <translation>&amp;Neu</translation>
  </message>
  <message>
   <source>&amp;Next Focus</source>
   <translation>&amp;Nächster Fokus</translation>
  </message>
  <message>
   <source>&amp;Next Misspelt Word</source>
   <translation>&amp;Nächstes falsches Wort</translation>
  </message>
  <message>
   <source>&amp;None</source>
   <translation>&amp;Keiner</translation>
  </message>
  <message>
   <source>&amp;Off</source>
   <translation>&amp;Aus</translation>
  </message>
  <message>
   <source>&amp;One Line</source>
   <translation>&amp;Eine Zeile</translation>
  </message>
  <message>
   <source>&amp;Open…</source>
   <translation>Ö&amp;ffnen …</translation>
  </message>
  <message>
   <source>&amp;Outline</source>
   <translation>Glie&amp;derung</translation>
  </message>
  <message>
   <source>&amp;PDF…</source>
   <translation>&amp;PDF …</translation>
  </message>
  <message>
   <source>&amp;Page</source>
   <translation>&amp;Seite</translation>
  </message>
  <message>
   <source>&amp;Paragraph</source>
   <translation>A&amp;bsatz</translation>
  </message>
  <message>
   <source>&amp;Paste</source>
   <translation>E&amp;infügen</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>&amp;Pause</translation>
  </message>
  <message>
   <source>&amp;Quit</source>
   <translation>&amp;Beenden</translation>
  </message>
  <message>
   <source>&amp;Redo</source>
   <translation>&amp;Wiederholen</translation>
  </message>
  <message>
   <source>&amp;Reduce Motion</source>
   <translation>&amp;Bewegung verringern</translation>
  </message>
  <message>
   <source>&amp;Reopen Closed</source>
   <translation>&amp;Geschlossenes wieder öffnen</translation>
  </message>
  <message>
   <source>&amp;Replace While Typing</source>
   <translation>Beim Tippen e&amp;rsetzen</translation>
  </message>
  <message>
   <source>&amp;Save</source>
   <translation>&amp;Speichern</translation>
  </message>
  <message>
   <source>&amp;Sentence</source>
   <translation>&amp;Satz</translation>
  </message>
  <message>
   <source>&amp;Slim</source>
   <translation>S&amp;chlank</translation>
  </message>
  <message>
   <source>&amp;Smaller Text</source>
   <translation>&amp;Kleinerer Text</translation>
  </message>
  <message>
   <source>&amp;Smooth Caret</source>
   <translation>&amp;Weiche Schreibmarke</translation>
  </message>
  <message>
   <source>&amp;Source Sans (Sans)</source>
   <translation>&amp;Source Sans (ohne Serifen)</translation>
  </message>
  <message>
   <source>&amp;Spelling</source>
   <translation>Rechtschrei&amp;bung</translation>
  </message>
  <message>
   <source>&amp;Strong</source>
   <translation>&amp;Fett</translation>
  </message>
  <message>
   <source>&amp;Suggestions</source>
   <translation>&amp;Vorschläge</translation>
  </message>
  <message>
   <source>&amp;Tight</source>
   <translation>&amp;Eng</translation>
  </message>
  <message>
   <source>&amp;Typeface</source>
   <translation>S&amp;chrift</translation>
  </message>
  <message>
   <source>&amp;Typewriter Scrolling</source>
   <translation>&amp;Schreibmaschinen-Bildlauf</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>&amp;Rückgängig</translation>
  </message>
  <message>
   <source>&amp;Usual</source>
   <translation>&amp;Üblich</translation>
  </message>
  <message>
   <source>&amp;Usual Size</source>
   <translation>Ü&amp;bliche Größe</translation>
  </message>
  <message>
   <source>&amp;Versions…</source>
   <translation>&amp;Versionen …</translation>
  </message>
  <message>
   <source>&amp;Very Loose</source>
   <translation>&amp;Sehr locker</translation>
  </message>
  <message>
   <source>&amp;Very Wide</source>
   <translation>S&amp;ehr breit</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ansicht</translation>
  </message>
  <message>
   <source>&amp;Web Page…</source>
   <translation>&amp;Webseite …</translation>
  </message>
  <message>
   <source>&amp;Welcome</source>
   <translation>&amp;Willkommen</translation>
  </message>
  <message>
   <source>&amp;Wide</source>
   <translation>&amp;Breit</translation>
  </message>
  <message>
   <source>&amp;Writing Modes</source>
   <translation>Schreib&amp;modi</translation>
  </message>
  <message>
   <source>About T&amp;his Model…</source>
   <translation>&amp;Über dieses Modell …</translation>
  </message>
  <message>
   <source>Accept Next Wo&amp;rd</source>
   <translation>Nächstes Wo&amp;rt übernehmen</translation>
  </message>
  <message>
   <source>Adapter for {base} · {size}</source>
   <translation>Adapter für {base} · {size}</translation>
  </message>
  <message>
   <source>As the &amp;System</source>
   <translation>Wie das &amp;System</translation>
  </message>
  <message>
   <source>Asking the hub what there is…</source>
   <translation>Der Hub wird gefragt, was es gibt …</translation>
  </message>
  <message>
   <source>Beginning…</source>
   <translation>Beginnt …</translation>
  </message>
  <message>
   <source>Changed on the disk</source>
   <translation>Auf der Platte verändert</translation>
  </message>
  <message>
   <source>Checking every byte: {share}</source>
   <translation>Jedes Byte wird geprüft: {share}</translation>
  </message>
  <message>
   <source>Checking, {percent} %</source>
   <translation>Wird geprüft, {percent} %</translation>
  </message>
  <message>
   <source>Column &amp;Width</source>
   <translation>Spalten&amp;breite</translation>
  </message>
  <message>
   <source>Comes with Writer · {size}</source>
   <translation>Gehört zu Writer · {size}</translation>
  </message>
  <message>
   <source>Comman&amp;ds…</source>
   <translation>Be&amp;fehle …</translation>
  </message>
  <message>
   <source>Cu&amp;t</source>
   <translation>&amp;Ausschneiden</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Downloading, {percent} %</source>
   <translation>Wird geladen, {percent} %</translation>
  </message>
  <message>
   <source>Dup&amp;licate Paragraph</source>
   <translation>Absatz &amp;verdoppeln</translation>
  </message>
  <message>
   <source>F&amp;ormat</source>
   <translation>F&amp;ormat</translation>
  </message>
  <message>
   <source>F&amp;orward Only</source>
   <translation>Nur &amp;vorwärts</translation>
  </message>
  <message>
   <source>Find Ne&amp;xt</source>
   <translation>Weitersu&amp;chen</translation>
  </message>
  <message>
   <source>Find Pre&amp;vious</source>
   <translation>Rückwärts suc&amp;hen</translation>
  </message>
  <message>
   <source>For &amp;10 Minutes</source>
   <translation>Für &amp;10 Minuten</translation>
  </message>
  <message>
   <source>For &amp;30 Minutes</source>
   <translation>Für &amp;30 Minuten</translation>
  </message>
  <message>
   <source>Here it can only be read.</source>
   <translation>Hier kann es nur gelesen werden.</translation>
  </message>
  <message>
   <source>High Contrast Dark</source>
   <translation>Hoher Kontrast, dunkel</translation>
  </message>
  <message>
   <source>High Contrast Light</source>
   <translation>Hoher Kontrast, hell</translation>
  </message>
  <message>
   <source>In &amp;This Document</source>
   <translation>In &amp;diesem Dokument</translation>
  </message>
  <message>
   <source>In use · {size}</source>
   <translation>In Gebrauch · {size}</translation>
  </message>
  <message>
   <source>Installed · {size}</source>
   <translation>Installiert · {size}</translation>
  </message>
  <message>
   <source>Lan&amp;guage</source>
   <translation>S&amp;prache</translation>
  </message>
  <message>
   <source>Learn M&amp;y Style…</source>
   <translation>Me&amp;inen Stil lernen …</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Line &amp;Height</source>
   <translation>Zeilen&amp;höhe</translation>
  </message>
  <message>
   <source>Lo&amp;wer Case</source>
   <translation>&amp;Kleinbuchstaben</translation>
  </message>
  <message>
   <source>Loading…</source>
   <translation>Wird geladen …</translation>
  </message>
  <message>
   <source>Move Item &amp;Out</source>
   <translation>Punkt &amp;ausrücken</translation>
  </message>
  <message>
   <source>Move Paragraph &amp;Down</source>
   <translation>Absatz nach &amp;unten</translation>
  </message>
  <message>
   <source>Move Paragraph &amp;Up</source>
   <translation>Absatz nach &amp;oben</translation>
  </message>
  <message>
   <source>Ne&amp;xt Suggestion</source>
   <translation>&amp;Nächster Vorschlag</translation>
  </message>
  <message>
   <source>Not finished</source>
   <translation>Nicht fertig</translation>
  </message>
  <message>
   <source>Open Recen&amp;t</source>
   <translation>&amp;Zuletzt geöffnet</translation>
  </message>
  <message>
   <source>OpenDocument &amp;Text…</source>
   <translation>OpenDocument-&amp;Text …</translation>
  </message>
  <message>
   <source>Para&amp;graph</source>
   <translation>Absat&amp;z</translation>
  </message>
  <message>
   <source>Paragraph &amp;Spacing</source>
   <translation>&amp;Absatzabstand</translation>
  </message>
  <message>
   <source>Partly downloaded · {size}</source>
   <translation>Teilweise geladen · {size}</translation>
  </message>
  <message>
   <source>Paused at {percent} %</source>
   <translation>Angehalten bei {percent} %</translation>
  </message>
  <message>
   <source>Paused. {share} have arrived and are kept.</source>
   <translation>Angehalten. {share} sind da und bleiben.</translation>
  </message>
  <message>
   <source>Pre&amp;vious Suggestion</source>
   <translation>V&amp;origer Vorschlag</translation>
  </message>
  <message>
   <source>Prefere&amp;nces…</source>
   <translation>Einstellun&amp;gen …</translation>
  </message>
  <message>
   <source>Puts a &amp;Tab In</source>
   <translation>Setzt einen &amp;Tabulator</translation>
  </message>
  <message>
   <source>R&amp;eplace…</source>
   <translation>&amp;Ersetzen …</translation>
  </message>
  <message>
   <source>Recommended · {size} to get</source>
   <translation>Empfohlen · {size} zu laden</translation>
  </message>
  <message>
   <source>Removing…</source>
   <translation>Wird entfernt …</translation>
  </message>
  <message>
   <source>S&amp;how Markdown</source>
   <translation>&amp;Markdown zeigen</translation>
  </message>
  <message>
   <source>S&amp;mart Punctuation</source>
   <translation>&amp;Typografische Zeichen</translation>
  </message>
  <message>
   <source>S&amp;tatistics…</source>
   <translation>S&amp;tatistik …</translation>
  </message>
  <message>
   <source>S&amp;trikethrough</source>
   <translation>&amp;Durchgestrichen</translation>
  </message>
  <message>
   <source>Save &amp;As…</source>
   <translation>Speichern &amp;unter …</translation>
  </message>
  <message>
   <source>Select &amp;All</source>
   <translation>A&amp;lles auswählen</translation>
  </message>
  <message>
   <source>Select &amp;Paragraph</source>
   <translation>&amp;Absatz auswählen</translation>
  </message>
  <message>
   <source>Select &amp;Sentence</source>
   <translation>&amp;Satz auswählen</translation>
  </message>
  <message>
   <source>Sepia</source>
   <translation>Sepia</translation>
  </message>
  <message>
   <source>Set the text in:</source>
   <translation>Den Text setzen in:</translation>
  </message>
  <message>
   <source>Stopping…</source>
   <translation>Wird angehalten …</translation>
  </message>
  <message>
   <source>Suggest &amp;Now</source>
   <translation>&amp;Jetzt vorschlagen</translation>
  </message>
  <message>
   <source>Suggest &amp;While Typing</source>
   <translation>Beim &amp;Tippen vorschlagen</translation>
  </message>
  <message>
   <source>Suggest in &amp;This Document</source>
   <translation>In &amp;diesem Dokument vorschlagen</translation>
  </message>
  <message>
   <source>Suggestion C&amp;ontrols</source>
   <translation>Vorschläge &amp;steuern</translation>
  </message>
  <message>
   <source>Tab Witho&amp;ut a Suggestion</source>
   <translation>Tab ohne &amp;Vorschlag</translation>
  </message>
  <message>
   <source>Tic&amp;k Task</source>
   <translation>Aufgabe ab&amp;haken</translation>
  </message>
  <message>
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <source>Typeface</source>
   <translation>Schrift</translation>
  </message>
  <message>
   <source>Until &amp;Tomorrow</source>
   <translation>Bis &amp;morgen</translation>
  </message>
  <message>
   <source>Upp&amp;er Case</source>
   <translation>&amp;Großbuchstaben</translation>
  </message>
  <message>
   <source>W&amp;ord Document…</source>
   <translation>W&amp;ord-Dokument …</translation>
  </message>
  <message>
   <source>Waiting…</source>
   <translation>Wartet …</translation>
  </message>
  <message>
   <source>Whether another window has this file open is not known ({why}).</source>
   <translation>Ob ein anderes Fenster diese Datei offen hat, ist nicht bekannt ({why}).</translation>
  </message>
  <message>
   <source>While the System Is D&amp;ark</source>
   <translation>Solange das System d&amp;unkel ist</translation>
  </message>
  <message>
   <source>While the System Is L&amp;ight</source>
   <translation>Solange das System &amp;hell ist</translation>
  </message>
  <message>
   <source>Yesterday</source>
   <translation>Gestern</translation>
  </message>
  <message>
   <source>{count} h</source>
   <translation>{count} Std.</translation>
  </message>
  <message>
   <source>{count} min</source>
   <translation>{count} Min.</translation>
  </message>
  <message>
   <source>{count} s</source>
   <translation>{count} s</translation>
  </message>
  <message>
   <source>{done} of {total}</source>
   <translation>{done} von {total}</translation>
  </message>
  <message>
   <source>{size} a second</source>
   <translation>{size} in der Sekunde</translation>
  </message>
  <message>
   <source>{size} to get</source>
   <translation>{size} zu laden</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>noch {time}</translation>
  </message>
 </context>
 <context>
  <name>ModelDetailsView</name>
  <message>
   <source>&amp;Cancel</source>
   <translation>Ab&amp;brechen</translation>
  </message>
  <message>
   <source>&amp;Get</source>
   <translation>&amp;Holen</translation>
  </message>
  <message>
   <source>&amp;Keep It</source>
   <translation>&amp;Behalten</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>&amp;Anhalten</translation>
  </message>
  <message>
   <source>&amp;Resume</source>
   <translation>&amp;Fortsetzen</translation>
  </message>
  <message>
   <source>&amp;Retry</source>
   <translation>&amp;Noch einmal</translation>
  </message>
  <message>
   <source>&amp;Use</source>
   <translation>&amp;Verwenden</translation>
  </message>
  <message>
   <source>&amp;Verify</source>
   <translation>&amp;Prüfen</translation>
  </message>
  <message>
   <source>An adapter for {base}: it changes the model a little.</source>
   <translation>Ein Adapter für {base}: Er verändert das Modell ein wenig.</translation>
  </message>
  <message>
   <source>Every byte is as it was when it was installed.</source>
   <translation>Jedes Byte ist so, wie es beim Installieren war.</translation>
  </message>
  <message>
   <source>It is being loaded. Until then suggestions come as before.</source>
   <translation>Es wird geladen. Bis dahin kommen Vorschläge wie bisher.</translation>
  </message>
  <message>
   <source>It is installed, and every byte of it was checked.</source>
   <translation>Es ist installiert, und jedes Byte davon wurde geprüft.</translation>
  </message>
  <message>
   <source>Not on this machine. The download is {size}.</source>
   <translation>Nicht auf diesem Rechner. Zu laden sind {size}.</translation>
  </message>
  <message>
   <source>On this machine, ready to be used.</source>
   <translation>Auf diesem Rechner und bereit.</translation>
  </message>
  <message>
   <source>Re&amp;move It</source>
   <translation>&amp;Entfernen</translation>
  </message>
  <message>
   <source>Re&amp;move…</source>
   <translation>&amp;Entfernen …</translation>
  </message>
  <message>
   <source>Remove {model} from this machine? {size} will be free again; what you wrote with it stays.</source>
   <translation>{model} von diesem Rechner entfernen? {size} werden wieder frei; was Sie damit geschrieben haben, bleibt.</translation>
  </message>
  <message>
   <source>Suggestions come from it.</source>
   <translation>Die Vorschläge kommen davon.</translation>
  </message>
  <message>
   <source>Use &amp;Without Adapter</source>
   <translation>&amp;Ohne Adapter verwenden</translation>
  </message>
  <message>
   <source>{percent} %</source>
   <translation>{percent} %</translation>
  </message>
  <message>
   <source>{size} of it have arrived and are kept.</source>
   <translation>{size} davon sind da und bleiben.</translation>
  </message>
 </context>
 <context>
  <name>ModelFactsView</name>
  <message>
   <source>About this model</source>
   <translation>Über dieses Modell</translation>
  </message>
  <message>
   <source>Facts</source>
   <translation>Tatsachen</translation>
  </message>
  <message>
   <source>Limits and biases</source>
   <translation>Grenzen und Vorurteile</translation>
  </message>
 </context>
 <context>
  <name>ModelSwitch</name>
  <message>
   <source>{model} stays in use.</source>
   <translation>{model} bleibt in Gebrauch.</translation>
  </message>
 </context>
 <context>
  <name>Models</name>
  <message>
   <source>16.3 on WikiText-103 after fine-tuning, as DistilGPT2's card says</source>
   <translation>16,3 auf WikiText-103 nach dem Feinabstimmen, laut der Modellkarte von DistilGPT2</translation>
  </message>
  <message>
   <source>21.1 on WikiText-103 after fine-tuning, as its card says (GPT-2: 16.3)</source>
   <translation>21,1 auf WikiText-103 nach dem Feinabstimmen, laut seiner Modellkarte (GPT-2: 16,3)</translation>
  </message>
  <message>
   <source>498 public-domain books, 1862 to 1965, and 2,332 articles of US government web sites</source>
   <translation>498 gemeinfreie Bücher von 1862 bis 1965 und 2.332 Artikel von Webseiten der US-Regierung</translation>
  </message>
  <message>
   <source>A newer small model with more knowledge than GPT-2, read through transformers: slower to start and to answer.</source>
   <translation>Ein neueres kleines Modell, das mehr weiß als GPT-2 und über transformers gelesen wird: Es beginnt und antwortet langsamer.</translation>
  </message>
  <message>
   <source>Came from</source>
   <translation>Kommt von</translation>
  </message>
  <message>
   <source>Checked</source>
   <translation>Geprüft</translation>
  </message>
  <message>
   <source>English</source>
   <translation>Englisch</translation>
  </message>
  <message>
   <source>Everyday prose: letters, articles, stories. The best balance of quality and speed.</source>
   <translation>Alltägliche Prosa: Briefe, Artikel, Erzählungen. Das beste Verhältnis von Güte und Tempo.</translation>
  </message>
  <message>
   <source>Good for</source>
   <translation>Gut für</translation>
  </message>
  <message>
   <source>It is very small: it knows common phrases and few facts, and it leans to the style of books that are a hundred years old.</source>
   <translation>Es ist sehr klein: Es kennt gängige Wendungen und wenige Tatsachen und neigt zum Stil hundert Jahre alter Bücher.</translation>
  </message>
  <message>
   <source>It repeats the biases of the web pages it learnt from: about women and men, peoples, religions and professions. It states false things as readily as true ones. Its makers ask not to use it where people rely on its words without a study of its biases (writer audit).</source>
   <translation>Es wiederholt die Vorurteile der Webseiten, von denen es gelernt hat: über Frauen und Männer, Völker, Religionen und Berufe. Es behauptet Falsches so bereitwillig wie Wahres. Seine Urheber bitten darum, es nicht ohne Untersuchung seiner Vorurteile (writer audit) dort einzusetzen, wo Menschen sich auf seine Worte verlassen.</translation>
  </message>
  <message>
   <source>Its makers write that it does not distinguish fact from fiction and reflects the biases of what it learnt from.</source>
   <translation>Seine Urheber schreiben, dass es Tatsachen nicht von Erfundenem unterscheidet und die Vorurteile dessen spiegelt, wovon es gelernt hat.</translation>
  </message>
  <message>
   <source>Its makers write that it does not distinguish fact from fiction and reflects the biases of what it learnt from. On two cores it is too slow for suggestions while you type.</source>
   <translation>Seine Urheber schreiben, dass es Tatsachen nicht von Erfundenem unterscheidet und die Vorurteile dessen spiegelt, wovon es gelernt hat. Auf zwei Kernen ist es zu langsam für Vorschläge beim Tippen.</translation>
  </message>
  <message>
   <source>Its makers write that what it generates may be wrong, inconsistent or biased.</source>
   <translation>Seine Urheber schreiben, dass falsch, widersprüchlich oder voreingenommen sein kann, was es erzeugt.</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Licence</source>
   <translation>Lizenz</translation>
  </message>
  <message>
   <source>Made by</source>
   <translation>Urheber</translation>
  </message>
  <message>
   <source>Memory</source>
   <translation>Speicher</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>Name</translation>
  </message>
  <message>
   <source>On disk</source>
   <translation>Auf der Platte</translation>
  </message>
  <message>
   <source>OpenWebText: pages that were linked from Reddit, distilled from the smallest GPT-2</source>
   <translation>OpenWebText: Seiten, auf die Reddit verwies; vom kleinsten GPT-2 abgeleitet (destilliert)</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>Parameter</translation>
  </message>
  <message>
   <source>Perplexity</source>
   <translation>Perplexität</translation>
  </message>
  <message>
   <source>Speed</source>
   <translation>Tempo</translation>
  </message>
  <message>
   <source>Suggestions are guesses about wording. They may be false, and they carry the biases of what the model was trained on. Read them as you would read a stranger's draft.</source>
   <translation>Vorschläge sind Vermutungen über den Wortlaut. Sie können falsch sein und tragen die Vorurteile dessen, womit das Modell trainiert wurde. Lesen Sie sie wie den Entwurf eines Fremden.</translation>
  </message>
  <message>
   <source>Suggestions that you ask for, on a fast machine: better connected sentences.</source>
   <translation>Vorschläge auf Verlangen, auf einem schnellen Rechner: besser zusammenhängende Sätze.</translation>
  </message>
  <message>
   <source>The first suggestions, in seconds, without any download. Everyday phrases and the turns of older books.</source>
   <translation>Die ersten Vorschläge, in Sekunden und ohne Herunterladen. Alltägliche Wendungen und der Ton älterer Bücher.</translation>
  </message>
  <message>
   <source>The same prose as DistilGPT2, a little better worded and slower: it has twice the layers.</source>
   <translation>Dieselbe Prosa wie DistilGPT2, etwas besser formuliert und langsamer: Es hat doppelt so viele Schichten.</translation>
  </message>
  <message>
   <source>Trained on</source>
   <translation>Trainiert mit</translation>
  </message>
  <message>
   <source>Two trillion tokens of educational web pages, textbooks and code</source>
   <translation>Zwei Billionen Tokens aus lehrreichen Webseiten, Schulbüchern und Programmtext</translation>
  </message>
  <message>
   <source>WebText: pages that were linked from Reddit, without Wikipedia</source>
   <translation>WebText: Seiten, auf die Reddit verwies, ohne Wikipedia</translation>
  </message>
  <message>
   <source>Writer knows nothing about this model beyond its own card. Try it, and look at its biases (writer audit), before you rely on it.</source>
   <translation>Writer weiß von diesem Modell nur, was auf seiner Modellkarte steht. Probieren Sie es aus und sehen Sie sich seine Vorurteile an (writer audit), bevor Sie sich darauf verlassen.</translation>
  </message>
  <message>
   <source>every byte, against the checksums in Writer's own list</source>
   <translation>jedes Byte, gegen die Prüfsummen in Writers eigener Liste</translation>
  </message>
  <message>
   <source>every byte, against the checksums that the hub states for that commit</source>
   <translation>jedes Byte, gegen die Prüfsummen, die der Hub für diesen Commit nennt</translation>
  </message>
  <message>
   <source>fast</source>
   <translation>schnell</translation>
  </message>
  <message>
   <source>medium</source>
   <translation>mittel</translation>
  </message>
  <message>
   <source>not installed; the download is {size}</source>
   <translation>nicht installiert; zu laden sind {size}</translation>
  </message>
  <message>
   <source>not stated: ask its makers before you publish what it wrote</source>
   <translation>nicht angegeben: Fragen Sie die Urheber, bevor Sie veröffentlichen, was es geschrieben hat</translation>
  </message>
  <message>
   <source>readable; nobody has stated what its checksums should be</source>
   <translation>lesbar; niemand hat angegeben, wie die Prüfsummen lauten müssten</translation>
  </message>
  <message>
   <source>slow</source>
   <translation>langsam</translation>
  </message>
  <message>
   <source>small</source>
   <translation>klein</translation>
  </message>
  <message>
   <source>this machine, {date}</source>
   <translation>dieser Rechner, {date}</translation>
  </message>
  <message>
   <source>{count} million</source>
   <translation>{count} Millionen</translation>
  </message>
  <message>
   <source>{repository}, commit {commit}</source>
   <translation>{repository}, Commit {commit}</translation>
  </message>
  <message>
   <source>{repository}, commit {commit}, {date}</source>
   <translation>{repository}, Commit {commit}, {date}</translation>
  </message>
 </context>
 <context>
  <name>ModelsDesk</name>
  <message>
   <source>No model is in use: choose one in Suggestions, Models.</source>
   <translation>Kein Modell ist in Gebrauch: Wählen Sie eines unter Vorschläge, Modelle.</translation>
  </message>
  <message>
   <source>What {model} is not good for: Suggestions, About This Model.</source>
   <translation>Wofür {model} nicht taugt: Vorschläge, Über dieses Modell.</translation>
  </message>
  <message>
   <source>{model} is installed: Suggestions, Models lets you use it.</source>
   <translation>{model} ist installiert: Unter Vorschläge, Modelle können Sie es verwenden.</translation>
  </message>
 </context>
 <context>
  <name>ModelsDialog</name>
  <message>
   <source>&amp;Import Folder…</source>
   <translation>&amp;Ordner übernehmen …</translation>
  </message>
  <message>
   <source>A model or an adapter that lies in a folder on this machine</source>
   <translation>Ein Modell oder ein Adapter in einem Ordner auf diesem Rechner</translation>
  </message>
  <message>
   <source>Another model of the hub: owner/name</source>
   <translation>Ein anderes Modell vom Hub: Eigner/Name</translation>
  </message>
  <message>
   <source>G&amp;et It</source>
   <translation>Ho&amp;len</translation>
  </message>
  <message>
   <source>Models</source>
   <translation>Modelle</translation>
  </message>
  <message>
   <source>Models and adapters</source>
   <translation>Modelle und Adapter</translation>
  </message>
  <message>
   <source>Models take {used} of the disk.</source>
   <translation>Modelle belegen {used} der Platte.</translation>
  </message>
  <message>
   <source>No model was downloaded yet.</source>
   <translation>Noch wurde kein Modell heruntergeladen.</translation>
  </message>
  <message>
   <source>The folder of a model or an adapter</source>
   <translation>Der Ordner eines Modells oder Adapters</translation>
  </message>
  <message>
   <source>{free} are free.</source>
   <translation>{free} sind frei.</translation>
  </message>
 </context>
 <context>
  <name>Opening</name>
  <message>
   <source>In lines longer than {limit} every key would have to wait, so the file is not opened here; it is as it was.

Writer can open a copy in which such lines are broken at the ends of sentences.</source>
   <translation>In Zeilen über {limit} Zeichen müsste jede Taste warten, deshalb wird die Datei hier nicht geöffnet; sie ist, wie sie war.

Writer kann eine Kopie öffnen, in der solche Zeilen an Satzenden umbrochen sind.</translation>
  </message>
  <message>
   <source>Open a Copy</source>
   <translation>Kopie öffnen</translation>
  </message>
  <message>
   <source>Open anyway</source>
   <translation>Trotzdem öffnen</translation>
  </message>
  <message>
   <source>Opening “{name}”…</source>
   <translation>„{name}“ wird geöffnet…</translation>
  </message>
  <message>
   <source>“{name}” has a line of {length} characters.</source>
   <translation>„{name}“ hat eine Zeile von {length} Zeichen.</translation>
  </message>
  <message>
   <source>“{name}” is still being opened.</source>
   <translation>„{name}“ wird noch geöffnet.</translation>
  </message>
 </context>
 <context>
  <name>OutlinePanel</name>
  <message>
   <source>(no words)</source>
   <translation>(ohne Worte)</translation>
  </message>
  <message>
   <source>Headings</source>
   <translation>Überschriften</translation>
  </message>
  <message>
   <source>Outline</source>
   <translation>Gliederung</translation>
  </message>
  <message>
   <source>There is no heading yet. A line that begins with # is one.</source>
   <translation>Noch gibt es keine Überschrift. Eine Zeile, die mit # beginnt, ist eine.</translation>
  </message>
 </context>
 <context>
  <name>OutsideChanges</name>
  <message>
   <source>“{name}” cannot be read any more. Your text is here.</source>
   <translation>„{name}“ kann nicht mehr gelesen werden. Ihr Text ist hier.</translation>
  </message>
  <message>
   <source>“{name}” was changed by another program, and you have changed it here.</source>
   <translation>„{name}“ wurde von einem anderen Programm geändert, und Sie haben es hier geändert.</translation>
  </message>
  <message>
   <source>“{name}” was changed by another program; this is how it is now.</source>
   <translation>„{name}“ wurde von einem anderen Programm geändert; so ist es jetzt.</translation>
  </message>
  <message>
   <source>“{name}” was deleted or moved. Your text is here; saving makes the file again.</source>
   <translation>„{name}“ wurde gelöscht oder verschoben. Ihr Text ist hier; beim Speichern entsteht die Datei wieder.</translation>
  </message>
 </context>
 <context>
  <name>PracticeView</name>
  <message>
   <source>Try it here</source>
   <translation>Hier probieren</translation>
  </message>
 </context>
 <context>
  <name>PreferencesDialog</name>
  <message>
   <source>Keys</source>
   <translation>Tasten</translation>
  </message>
  <message>
   <source>Nothing is called so.</source>
   <translation>Nichts heißt so.</translation>
  </message>
  <message>
   <source>Preferences</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Search settings and keys</source>
   <translation>Einstellungen und Tasten suchen</translation>
  </message>
  <message>
   <source>Sections</source>
   <translation>Abschnitte</translation>
  </message>
 </context>
 <context>
  <name>Questions</name>
  <message>
   <source>Save the changes to “{name}”?</source>
   <translation>Die Änderungen an „{name}“ speichern?</translation>
  </message>
  <message>
   <source>Without saving, what you wrote since then is lost.</source>
   <translation>Ohne Speichern geht verloren, was Sie seitdem geschrieben haben.</translation>
  </message>
 </context>
 <context>
  <name>Reasons</name>
  <message>
   <source>Dismissed; suggestions go on as you type.</source>
   <translation>Verworfen; beim Tippen geht es mit Vorschlägen weiter.</translation>
  </message>
  <message>
   <source>In this document suggestions come only when you ask with Ctrl+Space.</source>
   <translation>In diesem Dokument kommen Vorschläge nur auf Nachfrage mit Strg+Leertaste.</translation>
  </message>
  <message>
   <source>No model is loaded.</source>
   <translation>Kein Modell ist geladen.</translation>
  </message>
  <message>
   <source>No suggestion in the middle of a line; Ctrl+Space asks for one.</source>
   <translation>Kein Vorschlag mitten in der Zeile; Strg+Leertaste fragt nach einem.</translation>
  </message>
  <message>
   <source>No suggestion while text is selected.</source>
   <translation>Kein Vorschlag, solange Text ausgewählt ist.</translation>
  </message>
  <message>
   <source>No suggestion while the editor is not in use.</source>
   <translation>Kein Vorschlag, solange der Editor nicht benutzt wird.</translation>
  </message>
  <message>
   <source>No suggestion while the input method is composing.</source>
   <translation>Kein Vorschlag, solange die Eingabemethode zusammensetzt.</translation>
  </message>
  <message>
   <source>No suggestions in a paragraph this long; Ctrl+Space asks for one.</source>
   <translation>Keine Vorschläge in einem so langen Absatz; Strg+Leertaste fragt nach einem.</translation>
  </message>
  <message>
   <source>Nothing shown: no word that is known here begins with these letters.</source>
   <translation>Nichts gezeigt: Mit diesen Buchstaben beginnt kein bekanntes Wort.</translation>
  </message>
  <message>
   <source>Nothing shown: one letter is typed as fast as it is taken.</source>
   <translation>Nichts gezeigt: Ein Buchstabe ist so schnell getippt wie übernommen.</translation>
  </message>
  <message>
   <source>Nothing shown: the line reads best as it is.</source>
   <translation>Nichts gezeigt: Die Zeile liest sich am besten, wie sie ist.</translation>
  </message>
  <message>
   <source>Nothing shown: the model began to repeat itself.</source>
   <translation>Nichts gezeigt: Das Modell begann sich zu wiederholen.</translation>
  </message>
  <message>
   <source>Nothing shown: the suggestion held a word on the filter list.</source>
   <translation>Nichts gezeigt: Der Vorschlag enthielt ein Wort der Filterliste.</translation>
  </message>
  <message>
   <source>Nothing shown: the suggestion repeats the text after the caret.</source>
   <translation>Nichts gezeigt: Der Vorschlag wiederholt den Text hinter der Einfügemarke.</translation>
  </message>
  <message>
   <source>Nothing worth showing: the model is not sure enough.</source>
   <translation>Nichts Zeigenswertes: Das Modell ist nicht sicher genug.</translation>
  </message>
  <message>
   <source>Suggestions are paused; Ctrl+Space asks for one.</source>
   <translation>Die Vorschläge pausieren; Strg+Leertaste fragt nach einem.</translation>
  </message>
  <message>
   <source>Suggestions come only when you ask for them with Ctrl+Space.</source>
   <translation>Vorschläge kommen nur auf Nachfrage mit Strg+Leertaste.</translation>
  </message>
  <message>
   <source>Suggestions come while you type.</source>
   <translation>Vorschläge kommen beim Tippen.</translation>
  </message>
  <message>
   <source>The last suggestions were not wanted: fewer come until you take one.</source>
   <translation>Die letzten Vorschläge waren nicht erwünscht: Es kommen weniger, bis Sie einen übernehmen.</translation>
  </message>
  <message>
   <source>The model could not answer.</source>
   <translation>Das Modell konnte nicht antworten.</translation>
  </message>
  <message>
   <source>The model is still loading.</source>
   <translation>Das Modell wird noch geladen.</translation>
  </message>
  <message>
   <source>The model thinks the text is finished here.</source>
   <translation>Das Modell hält den Text hier für beendet.</translation>
  </message>
  <message>
   <source>The suggestion ended with the paragraph.</source>
   <translation>Der Vorschlag endete mit dem Absatz.</translation>
  </message>
  <message>
   <source>The suggestion ended with the sentence.</source>
   <translation>Der Vorschlag endete mit dem Satz.</translation>
  </message>
  <message>
   <source>The suggestion leads into what follows.</source>
   <translation>Der Vorschlag führt zu dem, was folgt.</translation>
  </message>
  <message>
   <source>The suggestion reached its length limit.</source>
   <translation>Der Vorschlag hat die größte Länge erreicht.</translation>
  </message>
  <message>
   <source>The suggestion reached its word limit.</source>
   <translation>Der Vorschlag hat die größte Wortzahl erreicht.</translation>
  </message>
  <message>
   <source>This document is read-only.</source>
   <translation>Dieses Dokument ist nur lesbar.</translation>
  </message>
  <message>
   <source>Typing went on, so the suggestion was dropped.</source>
   <translation>Es wurde weitergetippt, darum entfiel der Vorschlag.</translation>
  </message>
  <message>
   <source>Write a few words, and suggestions begin.</source>
   <translation>Schreiben Sie einige Wörter, dann beginnen die Vorschläge.</translation>
  </message>
 </context>
 <context>
  <name>RecentMenu</name>
  <message>
   <source>“{name}” is not in {folder} any more; it was taken off the list.</source>
   <translation>„{name}“ ist nicht mehr in {folder} und wurde von der Liste genommen.</translation>
  </message>
 </context>
 <context>
  <name>RecoveryDialog</name>
  <message>
   <source>&amp;Discard</source>
   <translation>&amp;Verwerfen</translation>
  </message>
  <message>
   <source>&amp;Recover</source>
   <translation>&amp;Wiederherstellen</translation>
  </message>
  <message>
   <source>Decide Later</source>
   <translation>Später entscheiden</translation>
  </message>
  <message>
   <source>Documents with unsaved text</source>
   <translation>Dokumente mit ungespeichertem Text</translation>
  </message>
  <message>
   <source>Give the kept text up; it stays aside for a month</source>
   <translation>Den aufbewahrten Text aufgeben; er bleibt einen Monat beiseite</translation>
  </message>
  <message>
   <source>Open &amp;Both</source>
   <translation>&amp;Beide öffnen</translation>
  </message>
  <message>
   <source>Show the file as it is, and the kept text beside it</source>
   <translation>Die Datei zeigen, wie sie ist, und den aufbewahrten Text daneben</translation>
  </message>
  <message>
   <source>Show the kept text in its document; undo takes it back</source>
   <translation>Den aufbewahrten Text in seinem Dokument zeigen; Rückgängig nimmt ihn zurück</translation>
  </message>
  <message>
   <source>The file has been changed since, by another program: “Open Both” shows the two side by side.</source>
   <translation>Die Datei wurde seitdem von einem anderen Programm geändert: „Beide öffnen“ zeigt beide nebeneinander.</translation>
  </message>
  <message>
   <source>The file is as you last saved it.</source>
   <translation>Die Datei ist, wie Sie sie zuletzt gespeichert haben.</translation>
  </message>
  <message>
   <source>The file was deleted or moved.</source>
   <translation>Die Datei wurde gelöscht oder verschoben.</translation>
  </message>
  <message>
   <source>This document was never saved.</source>
   <translation>Dieses Dokument wurde nie gespeichert.</translation>
  </message>
  <message>
   <source>Unsaved text was kept</source>
   <translation>Ungespeicherter Text wurde aufbewahrt</translation>
  </message>
  <message>
   <source>Untitled</source>
   <translation>Ohne Titel</translation>
  </message>
  <message>
   <source>What was kept cannot be read.</source>
   <translation>Das Aufbewahrte kann nicht gelesen werden.</translation>
  </message>
  <message>
   <source>Writer ended before these documents were saved. What you wrote is here; nothing has been changed on the disk.</source>
   <translation>Writer endete, bevor diese Dokumente gespeichert waren. Was Sie geschrieben haben, ist hier; auf der Platte wurde nichts geändert.</translation>
  </message>
 </context>
 <context>
  <name>SamplingPanel</name>
  <message>
   <source>&amp;Length, words</source>
   <translation>&amp;Länge, Wörter</translation>
  </message>
  <message>
   <source>&amp;Seed</source>
   <translation>&amp;Startwert</translation>
  </message>
  <message>
   <source>&amp;Temperature</source>
   <translation>&amp;Temperatur</translation>
  </message>
  <message>
   <source>0 takes the likeliest words; around 0.8 is lively; above 1.2 is wild.</source>
   <translation>0 nimmt die wahrscheinlichsten Wörter; um 0,8 ist lebhaft; über 1,2 ist wild.</translation>
  </message>
  <message>
   <source>For suggestions you ask for with Ctrl+Space. Those that come while you type always take the likeliest words.</source>
   <translation>Für Vorschläge auf Nachfrage mit Strg+Leertaste. Die beim Tippen nehmen immer die wahrscheinlichsten Wörter.</translation>
  </message>
  <message>
   <source>Only the likeliest words that together have this probability take part.</source>
   <translation>Nur die wahrscheinlichsten Wörter, die zusammen diese Wahrscheinlichkeit haben, machen mit.</translation>
  </message>
  <message>
   <source>Suggestion Controls</source>
   <translation>Vorschläge steuern</translation>
  </message>
  <message>
   <source>The longest suggestion, in words.</source>
   <translation>Der längste Vorschlag, in Wörtern.</translation>
  </message>
  <message>
   <source>The same seed gives the same suggestions again.</source>
   <translation>Der gleiche Startwert gibt wieder die gleichen Vorschläge.</translation>
  </message>
  <message>
   <source>Throw the Dice</source>
   <translation>Würfeln</translation>
  </message>
  <message>
   <source>Top-&amp;p</source>
   <translation>Top-&amp;p</translation>
  </message>
 </context>
 <context>
  <name>Saver</name>
  <message>
   <source>Save as UTF-8</source>
   <translation>Als UTF-8 speichern</translation>
  </message>
  <message>
   <source>Save mine</source>
   <translation>Meinen speichern</translation>
  </message>
  <message>
   <source>Write into the file</source>
   <translation>In die Datei schreiben</translation>
  </message>
 </context>
 <context>
  <name>Sentences</name>
  <message>
   <source> (process {number})</source>
   <translation> (Prozess {number})</translation>
  </message>
  <message>
   <source> and {others} other characters</source>
   <translation> und {others} andere Zeichen</translation>
  </message>
  <message>
   <source> on {host}</source>
   <translation> auf {host}</translation>
  </message>
  <message>
   <source>'n_embd' {width} cannot be divided by 'n_head' {heads}</source>
   <translation>'n_embd' {width} lässt sich nicht durch 'n_head' {heads} teilen</translation>
  </message>
  <message>
   <source>1 damaged character is shown as a box; saving keeps the bytes.</source>
   <translation>1 beschädigtes Zeichen wird als Kästchen gezeigt; beim Speichern bleiben die Bytes erhalten.</translation>
  </message>
  <message>
   <source>1 damaged character was saved as “�”.</source>
   <translation>1 beschädigtes Zeichen wurde als „�“ gespeichert.</translation>
  </message>
  <message>
   <source>A model called {name!r} is installed already. Remove it first, or give this one another name (writer models import FOLDER --name NAME).</source>
   <translation>Ein Modell namens {name!r} ist schon installiert. Entfernen Sie es zuerst, oder geben Sie diesem einen anderen Namen (writer models import ORDNER --name NAME).</translation>
  </message>
  <message>
   <source>A part of its path is not a folder</source>
   <translation>Ein Teil ihres Pfades ist kein Ordner</translation>
  </message>
  <message>
   <source>Another Writer window{here} has had this file open since {since}{process}.</source>
   <translation>Ein anderes Fenster von Writer{here} hat diese Datei seit {since} Uhr geöffnet{process}.</translation>
  </message>
  <message>
   <source>Another program holds it</source>
   <translation>Ein anderes Programm hält sie fest</translation>
  </message>
  <message>
   <source>Choose a shorter name.</source>
   <translation>Wählen Sie einen kürzeren Namen.</translation>
  </message>
  <message>
   <source>Choose another model.</source>
   <translation>Wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <source>Device or resource busy</source>
   <translation>Gerät oder Datei ist belegt</translation>
  </message>
  <message>
   <source>Directory not empty</source>
   <translation>Der Ordner ist nicht leer</translation>
  </message>
  <message>
   <source>Disk quota exceeded</source>
   <translation>Ihr Speicherkontingent ist erschöpft</translation>
  </message>
  <message>
   <source>Extended attributes could not be kept: {lost}.</source>
   <translation>Erweiterte Attribute konnten nicht erhalten werden: {lost}.</translation>
  </message>
  <message>
   <source>File exists</source>
   <translation>Die Datei existiert schon</translation>
  </message>
  <message>
   <source>File name too long</source>
   <translation>Der Dateiname ist zu lang</translation>
  </message>
  <message>
   <source>Free some space and save again, or save a copy on another disk.</source>
   <translation>Schaffen Sie Platz und speichern Sie noch einmal, oder speichern Sie eine Kopie auf einer anderen Platte.</translation>
  </message>
  <message>
   <source>HF_ENDPOINT is an address without TLS (http://), so the checksums that the hub states could be changed on the way. Nothing was downloaded; use an https:// address.</source>
   <translation>HF_ENDPOINT ist eine Adresse ohne TLS (http://); die Prüfsummen, die der Hub nennt, könnten unterwegs geändert werden. Nichts wurde heruntergeladen; verwenden Sie eine Adresse mit https://.</translation>
  </message>
  <message>
   <source>HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set on this machine, so Writer downloads nothing. Unset it, or import the model from a folder.</source>
   <translation>HF_HUB_OFFLINE oder TRANSFORMERS_OFFLINE ist auf diesem Rechner gesetzt, deshalb lädt Writer nichts herunter. Heben Sie das auf, oder übernehmen Sie das Modell aus einem Ordner.</translation>
  </message>
  <message>
   <source>Input/output error</source>
   <translation>Ein-/Ausgabefehler</translation>
  </message>
  <message>
   <source>Is a directory</source>
   <translation>Es ist ein Ordner</translation>
  </message>
  <message>
   <source>It belongs to a running Writer.</source>
   <translation>Es gehört zu einem laufenden Writer.</translation>
  </message>
  <message>
   <source>It could not be read. {cause}.</source>
   <translation>Es konnte nicht gelesen werden. {cause}.</translation>
  </message>
  <message>
   <source>It does not help</source>
   <translation>Es hilft nicht</translation>
  </message>
  <message>
   <source>It does not know your style better</source>
   <translation>Es kennt Ihren Stil nicht besser</translation>
  </message>
  <message>
   <source>It helps</source>
   <translation>Es hilft</translation>
  </message>
  <message>
   <source>It is a device or pipe that nothing answers on</source>
   <translation>Es ist ein Gerät oder eine Pipe, auf der nichts antwortet</translation>
  </message>
  <message>
   <source>It is a folder</source>
   <translation>Es ist ein Ordner</translation>
  </message>
  <message>
   <source>It is a symbolic link that leads back to itself</source>
   <translation>Es ist ein symbolischer Link, der zu sich selbst zurückführt</translation>
  </message>
  <message>
   <source>It knows your style better but saves no more keystrokes</source>
   <translation>Es kennt Ihren Stil besser, spart aber nicht mehr Tastendrücke</translation>
  </message>
  <message>
   <source>It stops before anything was noted.</source>
   <translation>Es bricht ab, bevor etwas verzeichnet war.</translation>
  </message>
  <message>
   <source>It was stopped.</source>
   <translation>Es wurde angehalten.</translation>
  </message>
  <message>
   <source>It would be larger than the disk allows</source>
   <translation>Sie würde größer, als die Platte erlaubt</translation>
  </message>
  <message>
   <source>Its edits do not fit its document.</source>
   <translation>Die Änderungen passen nicht zu ihrem Dokument.</translation>
  </message>
  <message>
   <source>Its last {lost:,} bytes are damaged.</source>
   <translation>Die letzten {lost:,} Bytes davon sind beschädigt.</translation>
  </message>
  <message>
   <source>Its name is too long</source>
   <translation>Der Name ist zu lang</translation>
  </message>
  <message>
   <source>Learning ended before it was done. Your documents are as they were; start again to go on from where it was kept last.</source>
   <translation>Das Lernen endete, bevor es fertig war. Ihre Dokumente sind, wie sie waren; beginnen Sie noch einmal, dann geht es vom letzten festgehaltenen Stand weiter.</translation>
  </message>
  <message>
   <source>Learning failed at step {step}: the numbers became meaningless. Your documents and the model are as they were. Try a lower --rate.</source>
   <translation>Das Lernen scheiterte bei Schritt {step}: Die Zahlen wurden sinnlos. Ihre Dokumente und das Modell sind, wie sie waren. Versuchen Sie es mit einem kleineren --rate.</translation>
  </message>
  <message>
   <source>Left out: {names}.</source>
   <translation>Weggelassen: {names}.</translation>
  </message>
  <message>
   <source>Line ends are mixed ({counts}); each line keeps its own.</source>
   <translation>Die Zeilenenden sind gemischt ({counts}); jede Zeile behält ihres.</translation>
  </message>
  <message>
   <source>No model is loaded. Choose a model first.</source>
   <translation>Es ist kein Modell geladen. Wählen Sie zuerst eines.</translation>
  </message>
  <message>
   <source>No space left on device</source>
   <translation>Die Platte ist voll</translation>
  </message>
  <message>
   <source>No such file or directory</source>
   <translation>Datei oder Ordner nicht gefunden</translation>
  </message>
  <message>
   <source>No version of “{name}” could be kept ({reason}). The document itself is saved.</source>
   <translation>Von „{name}“ konnte keine Version aufbewahrt werden ({reason}). Das Dokument selbst ist gespeichert.</translation>
  </message>
  <message>
   <source>Not a directory</source>
   <translation>Es ist kein Ordner</translation>
  </message>
  <message>
   <source>Nothing called {name!r} is installed, so nothing was removed.</source>
   <translation>Nichts namens {name!r} ist installiert, also wurde nichts entfernt.</translation>
  </message>
  <message>
   <source>Nothing that is installed has changed</source>
   <translation>Was installiert ist, blieb unverändert</translation>
  </message>
  <message>
   <source>Operation not permitted</source>
   <translation>Das ist nicht erlaubt</translation>
  </message>
  <message>
   <source>Permission denied</source>
   <translation>Keine Berechtigung</translation>
  </message>
  <message>
   <source>Read as Windows-1252, because it is not valid UTF-8.</source>
   <translation>Als Windows-1252 gelesen, weil es kein gültiges UTF-8 ist.</translation>
  </message>
  <message>
   <source>Read as {encoding}; it is saved the same way.</source>
   <translation>Als {encoding} gelesen; so wird auch gespeichert.</translation>
  </message>
  <message>
   <source>Read-only file system</source>
   <translation>Das Dateisystem ist schreibgeschützt</translation>
  </message>
  <message>
   <source>Save a copy in another place, or bring the folder back.</source>
   <translation>Speichern Sie eine Kopie an einem anderen Ort, oder holen Sie den Ordner zurück.</translation>
  </message>
  <message>
   <source>Save a copy in another place, or change the file's permissions.</source>
   <translation>Speichern Sie eine Kopie an einem anderen Ort, oder ändern Sie die Zugriffsrechte der Datei.</translation>
  </message>
  <message>
   <source>Save a copy in another place.</source>
   <translation>Speichern Sie eine Kopie an einem anderen Ort.</translation>
  </message>
  <message>
   <source>Saved, but the disk has not confirmed it yet; the journal is kept.</source>
   <translation>Gespeichert, aber die Platte hat es noch nicht bestätigt; das Journal bleibt erhalten.</translation>
  </message>
  <message>
   <source>Something went wrong that Writer did not foresee ({reason}).</source>
   <translation>Etwas ging schief, womit Writer nicht gerechnet hat ({reason}).</translation>
  </message>
  <message>
   <source>Something went wrong that Writer did not foresee ({reason}). What was installed before works as it did; try again.</source>
   <translation>Etwas ging schief, womit Writer nicht gerechnet hat ({reason}). Was schon installiert war, geht wie zuvor; versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>The adapter in {folder} is not complete: it has no {weights}.</source>
   <translation>Der Adapter in {folder} ist nicht vollständig: {weights} fehlt.</translation>
  </message>
  <message>
   <source>The adapter in {folder} is stored as a pickle (.bin), which could run code when it is opened, so Writer does not. Use a copy in the safetensors format.</source>
   <translation>Der Adapter in {folder} ist als Pickle (.bin) gespeichert. Das könnte beim Öffnen Programmcode ausführen, deshalb öffnet Writer es nicht. Verwenden Sie eine Kopie im Format safetensors.</translation>
  </message>
  <message>
   <source>The adapter {name!r} cannot be kept in {folder} ({reason}). Nothing that was installed before has changed.</source>
   <translation>Der Adapter {name!r} kann nicht in {folder} aufbewahrt werden ({reason}). Was schon installiert war, blieb unverändert.</translation>
  </message>
  <message>
   <source>The adapter {name!r} {why}. The model works without it; choose another adapter or none.</source>
   <translation>Der Adapter {name!r} {why}. Das Modell geht auch ohne ihn; wählen Sie einen anderen Adapter oder keinen.</translation>
  </message>
  <message>
   <source>The connection broke</source>
   <translation>Die Verbindung brach ab</translation>
  </message>
  <message>
   <source>The count of written words could not be saved. {cause}. Your text is not concerned.</source>
   <translation>Die Zahl der geschriebenen Wörter konnte nicht gespeichert werden. {cause}. Ihr Text ist davon nicht betroffen.</translation>
  </message>
  <message>
   <source>The disk is full</source>
   <translation>Die Platte ist voll</translation>
  </message>
  <message>
   <source>The disk is read-only</source>
   <translation>Die Platte ist schreibgeschützt</translation>
  </message>
  <message>
   <source>The disk reported an error</source>
   <translation>Die Platte meldete einen Fehler</translation>
  </message>
  <message>
   <source>The disk with {folder} became full. What has arrived is kept; make room and try again.</source>
   <translation>Die Platte mit {folder} wurde voll. Was angekommen ist, bleibt erhalten; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>The download ended before it was done. What has arrived is kept; Retry goes on there.</source>
   <translation>Das Herunterladen endete, bevor es fertig war. Was angekommen ist, bleibt erhalten; „Noch einmal“ macht dort weiter.</translation>
  </message>
  <message>
   <source>The download is paused; what has arrived is kept.</source>
   <translation>Das Herunterladen ist unterbrochen; was angekommen ist, bleibt erhalten.</translation>
  </message>
  <message>
   <source>The download stood still for too long and was ended. What has arrived is kept; Retry goes on there.</source>
   <translation>Das Herunterladen stand zu lange still und wurde beendet. Was angekommen ist, bleibt erhalten; „Noch einmal“ macht dort weiter.</translation>
  </message>
  <message>
   <source>The download was cancelled; nothing of it is left.</source>
   <translation>Das Herunterladen wurde abgebrochen; nichts davon ist geblieben.</translation>
  </message>
  <message>
   <source>The download was stopped.</source>
   <translation>Das Herunterladen wurde angehalten.</translation>
  </message>
  <message>
   <source>The file belongs to you now: its former owner could not be kept.</source>
   <translation>Die Datei gehört jetzt Ihnen: Ihr früherer Eigentümer konnte nicht erhalten werden.</translation>
  </message>
  <message>
   <source>The file config.json in {folder} is damaged: {what}. Download the model again, or choose another one.</source>
   <translation>Die Datei config.json in {folder} ist beschädigt: {what}. Laden Sie das Modell noch einmal herunter, oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>The file had other names (hard links); they keep the version before this.</source>
   <translation>Die Datei hatte weitere Namen (harte Links); unter ihnen bleibt die Fassung davor.</translation>
  </message>
  <message>
   <source>The file {name} did not arrive as it was published: its checksum differs. It was deleted and nothing was installed; try again.</source>
   <translation>Die Datei {name} kam nicht so an, wie sie veröffentlicht wurde: Ihre Prüfsumme weicht ab. Sie wurde gelöscht und nichts installiert; versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>The file's permissions could not be kept; only you can read it now.</source>
   <translation>Die Zugriffsrechte der Datei konnten nicht erhalten werden; nur Sie können sie jetzt lesen.</translation>
  </message>
  <message>
   <source>The files of the model cannot be written to {folder} ({reason}). {kept}; mend the folder and try again.</source>
   <translation>Die Dateien des Modells können nicht in {folder} geschrieben werden ({reason}). {kept}; bringen Sie den Ordner in Ordnung und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>The folder of “{name}” allows no new file beside it ({reason}), so a save cannot be made safe by replacing the file. The file is as it was. Write into it directly? A copy of both versions is kept until that has worked.</source>
   <translation>Der Ordner von „{name}“ erlaubt keine neue Datei daneben ({reason}), deshalb lässt sich nicht sicher speichern, indem die Datei ersetzt wird. Die Datei ist, wie sie war. Direkt in sie schreiben? Eine Kopie beider Fassungen bleibt erhalten, bis das geglückt ist.</translation>
  </message>
  <message>
   <source>The folder {folder} cannot be made ({reason}). Nothing was downloaded.</source>
   <translation>Der Ordner {folder} kann nicht angelegt werden ({reason}). Nichts wurde heruntergeladen.</translation>
  </message>
  <message>
   <source>The folder {folder} for Writer's settings cannot be made ({reason}). Choose another one with --profile DIR.</source>
   <translation>Der Ordner {folder} für Writers Einstellungen kann nicht angelegt werden ({reason}). Wählen Sie mit --profile ORDNER einen anderen.</translation>
  </message>
  <message>
   <source>The folder {folder} has no tokenizer.json, so its model cannot read text. Download the model again, or choose another one.</source>
   <translation>Im Ordner {folder} fehlt tokenizer.json, deshalb kann sein Modell keinen Text lesen. Laden Sie das Modell noch einmal herunter, oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>The folder {folder} has no {config}, so it holds no adapter. Choose a folder with a LoRA adapter in PEFT's format.</source>
   <translation>Im Ordner {folder} fehlt {config}, also enthält er keinen Adapter. Wählen Sie einen Ordner mit einem LoRA-Adapter im Format von PEFT.</translation>
  </message>
  <message>
   <source>The folder {folder} has no {name}, so it is not a complete model. Download the model again, or choose another folder.</source>
   <translation>Im Ordner {folder} fehlt {name}, also ist das Modell nicht vollständig. Laden Sie es noch einmal herunter, oder wählen Sie einen anderen Ordner.</translation>
  </message>
  <message>
   <source>The folder {folder} has no {weights}, so it holds no model. Choose another folder, or download the model again.</source>
   <translation>Im Ordner {folder} fehlt {weights}, also enthält er kein Modell. Wählen Sie einen anderen Ordner, oder laden Sie das Modell noch einmal herunter.</translation>
  </message>
  <message>
   <source>The hub answered {repository} with an error ({status}). {kept}; try again later.</source>
   <translation>Der Hub antwortete für {repository} mit einem Fehler ({status}). {kept}; versuchen Sie es später noch einmal.</translation>
  </message>
  <message>
   <source>The hub asks for a moment of patience</source>
   <translation>Der Hub bittet um etwas Geduld</translation>
  </message>
  <message>
   <source>The hub cannot be reached</source>
   <translation>Der Hub ist nicht zu erreichen</translation>
  </message>
  <message>
   <source>The hub does not answer</source>
   <translation>Der Hub antwortet nicht</translation>
  </message>
  <message>
   <source>The hub has had too many requests from this address (429). What has arrived is kept; try again {when}.</source>
   <translation>Der Hub hatte zu viele Anfragen von dieser Adresse (429). Was angekommen ist, bleibt erhalten; versuchen Sie es {when} noch einmal.</translation>
  </message>
  <message>
   <source>The hub has no file that it lists for {repository}. {kept}.</source>
   <translation>Der Hub hat eine Datei nicht, die er für {repository} aufführt. {kept}.</translation>
  </message>
  <message>
   <source>The hub has no public model called {repository}. {kept}; check the name.</source>
   <translation>Der Hub hat kein öffentliches Modell namens {repository}. {kept}; prüfen Sie den Namen.</translation>
  </message>
  <message>
   <source>The hub has no revision {revision!r} of {repository}. {kept}; choose another revision.</source>
   <translation>Der Hub hat keine Revision {revision!r} von {repository}. {kept}; wählen Sie eine andere Revision.</translation>
  </message>
  <message>
   <source>The hub library is switched offline. {kept}.</source>
   <translation>Die Bibliothek des Hubs ist vom Netz getrennt. {kept}.</translation>
  </message>
  <message>
   <source>The hub sent less than it announced</source>
   <translation>Der Hub schickte weniger, als er angekündigt hatte</translation>
  </message>
  <message>
   <source>The hub stopped sending</source>
   <translation>Der Hub schickt nichts mehr</translation>
  </message>
  <message>
   <source>The hub's answer for {repository} cannot be used: it {what}. Nothing was installed; try again later, or choose another model.</source>
   <translation>Die Antwort des Hubs für {repository} ist nicht zu gebrauchen: Sie {what}. Nichts wurde installiert; versuchen Sie es später noch einmal, oder wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <source>The light or the dark theme is missing in {where}. Your documents are not affected. Install Writer again.</source>
   <translation>Das helle oder das dunkle Thema fehlt in {where}. Ihre Dokumente sind nicht betroffen. Installieren Sie Writer noch einmal.</translation>
  </message>
  <message>
   <source>The list of models ({path}) cannot be read: {reason}. Models that are installed work as before; install Writer again to get the list back.</source>
   <translation>Die Liste der Modelle ({path}) kann nicht gelesen werden: {reason}. Installierte Modelle gehen wie zuvor; installieren Sie Writer noch einmal, um die Liste zurückzubekommen.</translation>
  </message>
  <message>
   <source>The list of open documents could not be saved. {cause}. The documents themselves are not concerned.</source>
   <translation>Die Liste der offenen Dokumente konnte nicht gespeichert werden. {cause}. Die Dokumente selbst sind nicht betroffen.</translation>
  </message>
  <message>
   <source>The list of recent files could not be saved. {cause}. The files themselves are not concerned.</source>
   <translation>Die Liste der zuletzt geöffneten Dateien konnte nicht gespeichert werden. {cause}. Die Dateien selbst sind nicht betroffen.</translation>
  </message>
  <message>
   <source>The manual is missing, so this installation is incomplete.</source>
   <translation>Das Handbuch fehlt, diese Installation ist also nicht vollständig.</translation>
  </message>
  <message>
   <source>The model could not answer ({kind}). Your text is as you left it; the next suggestion is tried as you type on.</source>
   <translation>Das Modell konnte nicht antworten ({kind}). Ihr Text ist, wie Sie ihn verlassen haben; der nächste Vorschlag wird versucht, wenn Sie weiterschreiben.</translation>
  </message>
  <message>
   <source>The model could not be loaded ({kind}: {reason}). Writing works as before; suggestions come back when the model does.</source>
   <translation>Das Modell konnte nicht geladen werden ({kind}: {reason}). Schreiben geht wie zuvor; Vorschläge kommen wieder, wenn das Modell wieder da ist.</translation>
  </message>
  <message>
   <source>The model gave no usable answer: its weights are damaged. Download it again, or choose another model.</source>
   <translation>Das Modell gab keine brauchbare Antwort: Seine Gewichte sind beschädigt. Laden Sie es noch einmal herunter, oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>The model in {folder} (family {family}) cannot be loaded: {reason} Download it again, or choose a GPT-2-family model.</source>
   <translation>Das Modell in {folder} (Familie {family}) kann nicht geladen werden: {reason} Laden Sie es noch einmal herunter, oder wählen Sie ein Modell der GPT-2-Familie.</translation>
  </message>
  <message>
   <source>The model in {folder} cannot be read ({reason}).</source>
   <translation>Das Modell in {folder} kann nicht gelesen werden ({reason}).</translation>
  </message>
  <message>
   <source>The model in {folder} could not be copied ({reason}: {file}). Nothing was installed.</source>
   <translation>Das Modell in {folder} konnte nicht kopiert werden ({reason}: {file}). Nichts wurde installiert.</translation>
  </message>
  <message>
   <source>The model in {folder} has no token that begins a text, so the first word of a text has no probability.</source>
   <translation>Das Modell in {folder} hat kein Token, das einen Text beginnt, deshalb hat das erste Wort eines Textes keine Wahrscheinlichkeit.</translation>
  </message>
  <message>
   <source>The model in {folder} is stored as a pickle (.bin), which could run code when it is opened, so Writer does not. Use a copy in the safetensors format.</source>
   <translation>Das Modell in {folder} ist als Pickle (.bin) gespeichert. Das könnte beim Öffnen Programmcode ausführen, deshalb öffnet Writer es nicht. Verwenden Sie eine Kopie im Format safetensors.</translation>
  </message>
  <message>
   <source>The model in {folder} is {named}, and this engine reads GPT-2 models only. Choose a GPT-2-family model, such as DistilGPT2.</source>
   <translation>Das Modell in {folder} ist {named}, und hier werden nur GPT-2-Modelle gelesen. Wählen Sie ein Modell der GPT-2-Familie wie DistilGPT2.</translation>
  </message>
  <message>
   <source>The model in {folder} lacks the weights {name!r}, so it is not a complete GPT-2 model. Download it again, or choose another one.</source>
   <translation>Dem Modell in {folder} fehlen die Gewichte {name!r}, es ist also kein vollständiges GPT-2-Modell. Laden Sie es noch einmal herunter, oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>The model in {folder} needs a second input (cross-attention), so it cannot continue plain text. Choose another model.</source>
   <translation>Das Modell in {folder} braucht eine zweite Eingabe (cross-attention) und kann deshalb bloßen Text nicht fortsetzen. Wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <source>The model in {folder} uses the activation {activation}, which Writer does not know. Choose another model.</source>
   <translation>Das Modell in {folder} verwendet die Aktivierung {activation}, die Writer nicht kennt. Wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <source>The model needs {needed} and the disk has {free} free. Nothing was copied; make room and try again.</source>
   <translation>Das Modell braucht {needed}, und auf der Platte sind {free} frei. Nichts wurde kopiert; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>The model needs {needed}, and the disk with {folder} has {free} free. Nothing more was downloaded; make room and try again.</source>
   <translation>Das Modell braucht {needed}, und auf der Platte mit {folder} sind {free} frei. Mehr wurde nicht heruntergeladen; schaffen Sie Platz und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>The model {model!r} takes no adapters: Writer adds them to models of the GPT-2 family only. The model works without one.</source>
   <translation>Das Modell {model!r} nimmt keine Adapter an: Writer fügt sie nur Modellen der GPT-2-Familie hinzu. Ohne Adapter geht das Modell.</translation>
  </message>
  <message>
   <source>The model {name!r} cannot be used: {folder} has no config.json. Choose a folder that holds config.json, model.safetensors and tokenizer.json.</source>
   <translation>Das Modell {name!r} kann nicht verwendet werden: In {folder} fehlt config.json. Wählen Sie einen Ordner mit config.json, model.safetensors und tokenizer.json.</translation>
  </message>
  <message>
   <source>The network folder did not answer</source>
   <translation>Der Netzwerkordner antwortete nicht</translation>
  </message>
  <message>
   <source>The network folder it was in went away</source>
   <translation>Der Netzwerkordner dazu ist verschwunden</translation>
  </message>
  <message>
   <source>The safety copy of “{name}” could not be written. {cause}. Your text is in the window; save it soon. Writer keeps trying.</source>
   <translation>Die Sicherheitskopie von „{name}“ konnte nicht geschrieben werden. {cause}. Ihr Text ist im Fenster; speichern Sie ihn bald. Writer versucht es weiter.</translation>
  </message>
  <message>
   <source>The setting {key} {problem}.</source>
   <translation>Die Einstellung {key} {problem}.</translation>
  </message>
  <message>
   <source>The setting {key} {problem}; it stays {kept!r}.</source>
   <translation>Die Einstellung {key} {problem}; sie bleibt {kept!r}.</translation>
  </message>
  <message>
   <source>The setting {key} {problem}; {used!r} is used.</source>
   <translation>Die Einstellung {key} {problem}; {used!r} wird verwendet.</translation>
  </message>
  <message>
   <source>The settings cannot be saved in {path} ({reason}); the change holds until Writer is closed.</source>
   <translation>Die Einstellungen können nicht in {path} gespeichert werden ({reason}); die Änderung gilt, bis Writer geschlossen wird.</translation>
  </message>
  <message>
   <source>The settings in {path} are damaged ({reason}); the defaults are used and {where}.</source>
   <translation>Die Einstellungen in {path} sind beschädigt ({reason}); es gelten die Vorgaben, und {where}.</translation>
  </message>
  <message>
   <source>The settings in {path} cannot be read ({reason}); the defaults are used.</source>
   <translation>Die Einstellungen in {path} können nicht gelesen werden ({reason}); es gelten die Vorgaben.</translation>
  </message>
  <message>
   <source>The stride of {stride} tokens is longer than the model's context of {context}; some tokens would never be scored. Choose a smaller one.</source>
   <translation>Die Schrittweite von {stride} Tokens ist länger als der Kontext des Modells von {context}; manche Tokens würden nie bewertet. Wählen Sie eine kleinere.</translation>
  </message>
  <message>
   <source>The system said: {words}</source>
   <translation>Das System meldete: {words}</translation>
  </message>
  <message>
   <source>The text is empty, so it has no perplexity.</source>
   <translation>Der Text ist leer und hat deshalb keine Perplexität.</translation>
  </message>
  <message>
   <source>The text to calibrate a model with is missing, so this installation is incomplete. Your documents are not affected. Install Writer again.</source>
   <translation>Der Text zum Kalibrieren eines Modells fehlt; die Installation ist also nicht vollständig. Ihre Dokumente sind nicht betroffen. Installieren Sie Writer noch einmal.</translation>
  </message>
  <message>
   <source>The theme {path} cannot be used: {why}. It is left out.</source>
   <translation>Das Thema {path} kann nicht verwendet werden: {why}. Es wird weggelassen.</translation>
  </message>
  <message>
   <source>The tokenizer in {folder} cannot be read ({reason}).</source>
   <translation>Der Tokenizer in {folder} kann nicht gelesen werden ({reason}).</translation>
  </message>
  <message>
   <source>The tokenizer in {folder} cannot be read ({reason}). Download the model again, or choose another one.</source>
   <translation>Der Tokenizer in {folder} kann nicht gelesen werden ({reason}). Laden Sie das Modell noch einmal herunter, oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>The tokenizer in {folder} knows {size} tokens and the model {stated}: they do not belong together. Copy the tokenizer from the model that this one was made from.</source>
   <translation>Der Tokenizer in {folder} kennt {size} Tokens und das Modell {stated}: Sie gehören nicht zusammen. Kopieren Sie den Tokenizer aus dem Modell, aus dem dieses entstanden ist.</translation>
  </message>
  <message>
   <source>The tokenizer knows {tokens} tokens but the model only {size}: they do not belong together. Download the model again.</source>
   <translation>Der Tokenizer kennt {tokens} Tokens, das Modell aber nur {size}: Sie gehören nicht zusammen. Laden Sie das Modell noch einmal herunter.</translation>
  </message>
  <message>
   <source>The very last edit was not finished.</source>
   <translation>Die allerletzte Änderung war nicht vollständig.</translation>
  </message>
  <message>
   <source>The weights {name!r} in {folder} are no numbers in places, so they are damaged. Download the model again, or choose another one.</source>
   <translation>Die Gewichte {name!r} in {folder} sind stellenweise keine Zahlen, also beschädigt. Laden Sie das Modell noch einmal herunter oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>The weights {name!r} in {folder} are stored as {dtype}, which Writer does not read. Use a copy in 16 or 32 bits.</source>
   <translation>Die Gewichte {name!r} in {folder} sind als {dtype} gespeichert, was Writer nicht liest. Verwenden Sie eine Kopie mit 16 oder 32 Bit.</translation>
  </message>
  <message>
   <source>The weights {name!r} in {folder} cannot be read ({reason}). Download the model again.</source>
   <translation>Die Gewichte {name!r} in {folder} können nicht gelesen werden ({reason}). Laden Sie das Modell noch einmal herunter.</translation>
  </message>
  <message>
   <source>The weights {name!r} in {folder} have the shape {found}, but config.json asks for {wanted}. Download the model again.</source>
   <translation>Die Gewichte {name!r} in {folder} haben die Form {found}, config.json verlangt aber {wanted}. Laden Sie das Modell noch einmal herunter.</translation>
  </message>
  <message>
   <source>There are only {total:,} characters to learn from; at least {least:,} (about 1,800 words) are needed to learn anything, and 100,000 are better. Nothing was changed. Add more of your documents.</source>
   <translation>Zum Lernen gibt es nur {total:,} Zeichen; mindestens {least:,} (etwa 1800 Wörter) sind nötig, um etwas zu lernen, und 100 000 sind besser. Nichts wurde geändert. Fügen Sie mehr Ihrer Dokumente hinzu.</translation>
  </message>
  <message>
   <source>There is an adapter called {name!r} already, and Writer did not train it; it was left as it is. Choose another name.</source>
   <translation>Einen Adapter namens {name!r} gibt es schon, und nicht Writer hat ihn trainiert; er blieb, wie er ist. Wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <source>There is an adapter called {name!r} already; it was left as it is. Choose another name, or remove it first: writer adapters remove {name}</source>
   <translation>Einen Adapter namens {name!r} gibt es schon; er blieb, wie er ist. Wählen Sie einen anderen Namen, oder entfernen Sie ihn zuerst: writer adapters remove {name}</translation>
  </message>
  <message>
   <source>There is half a character in this text, so places in it cannot be counted. Nothing was changed.</source>
   <translation>In diesem Text steht ein halbes Zeichen; Stellen lassen sich darin nicht zählen. Nichts wurde geändert.</translation>
  </message>
  <message>
   <source>There is no adapter called {name!r}, and no folder of that name either. The model works without it. `writer adapters list` shows what there is.</source>
   <translation>Es gibt keinen Adapter namens {name!r} und auch keinen Ordner dieses Namens. Das Modell geht auch ohne ihn. `writer adapters list` zeigt, was es gibt.</translation>
  </message>
  <message>
   <source>There is no config.json, so this is no model that Writer knows. {where}</source>
   <translation>config.json fehlt, also ist dies kein Modell, das Writer kennt. {where}</translation>
  </message>
  <message>
   <source>There is no file or folder {path} to learn from.</source>
   <translation>Es gibt keine Datei und keinen Ordner {path}, um daraus zu lernen.</translation>
  </message>
  <message>
   <source>There is no folder {folder}. Choose another model, or download it again.</source>
   <translation>Es gibt keinen Ordner {folder}. Wählen Sie ein anderes Modell, oder laden Sie es noch einmal herunter.</translation>
  </message>
  <message>
   <source>There is no folder {folder}. Choose another model, or download this one again.</source>
   <translation>Es gibt keinen Ordner {folder}. Wählen Sie ein anderes Modell, oder laden Sie dieses noch einmal herunter.</translation>
  </message>
  <message>
   <source>There is no folder {folder}. Choose the folder that holds config.json.</source>
   <translation>Es gibt keinen Ordner {folder}. Wählen Sie den Ordner, der config.json enthält.</translation>
  </message>
  <message>
   <source>There is no model called {name!r}, and no folder of that name either. Use {starter!r}, get one with Suggestions, Models (or writer models get NAME), or give the folder of a GPT-2-family model.</source>
   <translation>Es gibt kein Modell namens {name!r} und auch keinen Ordner dieses Namens. Verwenden Sie {starter!r}, holen Sie eines unter Vorschläge, Modelle (oder mit writer models get NAME), oder nennen Sie den Ordner eines Modells der GPT-2-Familie.</translation>
  </message>
  <message>
   <source>There is no model called {name!r}. Try: writer models list</source>
   <translation>Es gibt kein Modell namens {name!r}. Versuchen Sie: writer models list</translation>
  </message>
  <message>
   <source>There is no model called {wanted!r} to get. Choose one of {names}, or give a repository of the hub as owner/name.</source>
   <translation>Ein Modell namens {wanted!r} ist nicht zu holen. Wählen Sie eines von {names}, oder nennen Sie ein Repositorium des Hubs als Eigner/Name.</translation>
  </message>
  <message>
   <source>There is no model.safetensors, so there is no model. Choose another one.</source>
   <translation>model.safetensors fehlt, also gibt es kein Modell. Wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>There is no setting called {key!r}.</source>
   <translation>Es gibt keine Einstellung namens {key!r}.</translation>
  </message>
  <message>
   <source>There is no such file or folder</source>
   <translation>Diese Datei oder diesen Ordner gibt es nicht</translation>
  </message>
  <message>
   <source>There is no theme called “{name}”; Light or Dark is used in its place.</source>
   <translation>Es gibt kein Thema namens „{name}“; stattdessen wird Hell oder Dunkel verwendet.</translation>
  </message>
  <message>
   <source>There is not enough memory for the model in {folder}. Close other programs, or choose a smaller model.</source>
   <translation>Der Arbeitsspeicher reicht nicht für das Modell in {folder}. Schließen Sie andere Programme, oder wählen Sie ein kleineres Modell.</translation>
  </message>
  <message>
   <source>These files of {name} are not as they were when it was installed: {files}. Remove the model and get it again.</source>
   <translation>Diese Dateien von {name} sind nicht, wie sie beim Installieren waren: {files}. Entfernen Sie das Modell und holen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>This file has {names} names (hard links). Saving changes this one only.</source>
   <translation>Diese Datei hat {names} Namen (harte Links). Speichern ändert nur diesen.</translation>
  </message>
  <message>
   <source>This model is not supported, because it has neither tokenizer.json nor vocab.json and merges.txt, so it cannot read text. {where}</source>
   <translation>Dieses Modell wird nicht unterstützt, denn es hat weder tokenizer.json noch vocab.json und merges.txt und kann deshalb keinen Text lesen. {where}</translation>
  </message>
  <message>
   <source>This model is not supported, because it needs program code of its own (auto_map), and Writer never runs code from a model. Choose another model.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn es braucht eigenen Programmcode (auto_map), und Writer führt nie Code aus einem Modell aus. Wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <source>This model is not supported, because it was made for something else than continuing text ({heads}). Choose another model.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn es wurde für etwas anderes gemacht, als Text fortzusetzen ({heads}). Wählen Sie ein anderes Modell.</translation>
  </message>
  <message>
   <source>This model is not supported, because its weights are stored as a pickle (.bin), which could run code when it is opened. Choose a copy in the safetensors format.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn seine Gewichte sind als Pickle (.bin) gespeichert, was beim Öffnen Programmcode ausführen könnte. Wählen Sie eine Kopie im Format safetensors.</translation>
  </message>
  <message>
   <source>This model is not supported, because its weights are stored as {formats}. Choose a copy in the safetensors format.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn seine Gewichte sind als {formats} gespeichert. Wählen Sie eine Kopie im Format safetensors.</translation>
  </message>
  <message>
   <source>This model is not supported, because its weights are stored as {stored} ({name}). Choose the same model in 16 or 32 bits.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn seine Gewichte sind als {stored} gespeichert ({name}). Wählen Sie dasselbe Modell mit 16 oder 32 Bit.</translation>
  </message>
  <message>
   <source>This model is not supported, because its weights are stored in a packed form (quantization_config). Choose the same model in 16 or 32 bits; Writer packs it itself.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn seine Gewichte sind gepackt gespeichert (quantization_config). Wählen Sie dasselbe Modell mit 16 oder 32 Bit; Writer packt es selbst.</translation>
  </message>
  <message>
   <source>This model is not supported, because models of the family {family!r} fill gaps or answer; they do not continue a text. Choose a GPT-2-family model.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn Modelle der Familie {family!r} füllen Lücken oder antworten; sie setzen keinen Text fort. Wählen Sie ein Modell der GPT-2-Familie.</translation>
  </message>
  <message>
   <source>This model is not supported, because the family {family!r} was never tried with Writer. These were: {families}.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn die Familie {family!r} wurde nie mit Writer erprobt. Erprobt wurden: {families}.</translation>
  </message>
  <message>
   <source>This model is not supported, because the memory of the family {family!r} cannot be wound back when you delete or change a word. Choose a GPT-2-family model.</source>
   <translation>Dieses Modell wird nicht unterstützt, denn das Gedächtnis der Familie {family!r} lässt sich nicht zurückdrehen, wenn Sie ein Wort löschen oder ändern. Wählen Sie ein Modell der GPT-2-Familie.</translation>
  </message>
  <message>
   <source>This model's vocabulary has more than 65,536 tokens, which is too many.</source>
   <translation>Das Vokabular dieses Modells hat mehr als 65 536 Tokens, und das sind zu viele.</translation>
  </message>
  <message>
   <source>This pattern is not finished, or has a slip; look at place {place}.</source>
   <translation>Dieses Muster ist nicht fertig oder hat einen Fehler, an Stelle {place}.</translation>
  </message>
  <message>
   <source>This pattern repeats more often than Writer can count.</source>
   <translation>Dieses Muster wiederholt öfter, als Writer zählen kann.</translation>
  </message>
  <message>
   <source>This pattern takes too long in this text. Nothing was changed; try a simpler one.</source>
   <translation>Dieses Muster braucht in diesem Text zu lange. Nichts wurde geändert; ein einfacheres hilft.</translation>
  </message>
  <message>
   <source>This version is damaged or gone and cannot be shown. The document itself and its other versions are not concerned.</source>
   <translation>Diese Version ist beschädigt oder fort und kann nicht gezeigt werden. Das Dokument selbst und seine anderen Versionen sind nicht betroffen.</translation>
  </message>
  <message>
   <source>Too many files are open</source>
   <translation>Zu viele Dateien sind geöffnet</translation>
  </message>
  <message>
   <source>Try again, or save a copy in another place.</source>
   <translation>Versuchen Sie es noch einmal, oder speichern Sie eine Kopie an einem anderen Ort.</translation>
  </message>
  <message>
   <source>Untitled</source>
   <translation>Ohne Titel</translation>
  </message>
  <message>
   <source>What is to take its place is not finished, or names a group that the pattern does not have.</source>
   <translation>Der Ersatz ist nicht fertig oder nennt eine Gruppe, die das Muster nicht hat.</translation>
  </message>
  <message>
   <source>Writer's own files (the folder 'resources') are missing, so this installation is incomplete. Your documents are not affected. Install Writer again.</source>
   <translation>Writers eigene Dateien (der Ordner 'resources') fehlen, diese Installation ist also nicht vollständig. Ihre Dokumente sind nicht betroffen. Installieren Sie Writer noch einmal.</translation>
  </message>
  <message>
   <source>You have no permission</source>
   <translation>Ihnen fehlt die Berechtigung</translation>
  </message>
  <message>
   <source>Your disk quota is used up</source>
   <translation>Ihr Speicherkontingent ist erschöpft</translation>
  </message>
  <message>
   <source>a PDF</source>
   <translation>ein PDF</translation>
  </message>
  <message>
   <source>a Word file</source>
   <translation>Word-Datei</translation>
  </message>
  <message>
   <source>a ZIP archive or an office document</source>
   <translation>ein ZIP-Archiv oder ein Office-Dokument</translation>
  </message>
  <message>
   <source>a compressed archive</source>
   <translation>ein gepacktes Archiv</translation>
  </message>
  <message>
   <source>a database</source>
   <translation>eine Datenbank</translation>
  </message>
  <message>
   <source>a device</source>
   <translation>ein Gerät</translation>
  </message>
  <message>
   <source>a picture (GIF)</source>
   <translation>ein Bild (GIF)</translation>
  </message>
  <message>
   <source>a picture (JPEG)</source>
   <translation>ein Bild (JPEG)</translation>
  </message>
  <message>
   <source>a picture (PNG)</source>
   <translation>ein Bild (PNG)</translation>
  </message>
  <message>
   <source>a pipe</source>
   <translation>eine Pipe</translation>
  </message>
  <message>
   <source>a program</source>
   <translation>ein Programm</translation>
  </message>
  <message>
   <source>an OpenDocument text</source>
   <translation>OpenDocument-Text</translation>
  </message>
  <message>
   <source>an old Word document</source>
   <translation>ein altes Word-Dokument</translation>
  </message>
  <message>
   <source>binary data</source>
   <translation>eine Datei aus Binärdaten</translation>
  </message>
  <message>
   <source>changed its base's weights when its training began ({start!r})</source>
   <translation>änderte die Gewichte seines Grundmodells, als sein Training begann ({start!r})</translation>
  </message>
  <message>
   <source>changes biases, which Writer does not read</source>
   <translation>ändert Biaswerte, die Writer nicht liest</translation>
  </message>
  <message>
   <source>changes no layer</source>
   <translation>ändert keine Schicht</translation>
  </message>
  <message>
   <source>changes {layer!r}, which the model {model!r} has not</source>
   <translation>ändert {layer!r}, was das Modell {model!r} nicht hat</translation>
  </message>
  <message>
   <source>comments</source>
   <translation>Kommentare</translation>
  </message>
  <message>
   <source>dark must be true or false</source>
   <translation>dark muss true oder false sein</translation>
  </message>
  <message>
   <source>does not fit the model {model!r}: its part {side} of {layer!r} has the shape {found}, where {wanted} is needed</source>
   <translation>passt nicht zum Modell {model!r}: Sein Teil {side} von {layer!r} hat die Form {found}, wo {wanted} nötig ist</translation>
  </message>
  <message>
   <source>does not say what {name} is</source>
   <translation>sagt nicht, was {name} ist</translation>
  </message>
  <message>
   <source>does not say which commit it serves</source>
   <translation>sagt nicht, zu welchem Commit sie gehört</translation>
  </message>
  <message>
   <source>endnotes</source>
   <translation>Endnoten</translation>
  </message>
  <message>
   <source>footnotes</source>
   <translation>Fußnoten</translation>
  </message>
  <message>
   <source>ghost has a contrast of {ghost:.1f}, too near that of ink to be told from it</source>
   <translation>ghost hat einen Kontrast von {ghost:.1f}, dem von ink zu nahe, um sich davon zu unterscheiden</translation>
  </message>
  <message>
   <source>has the rank {rank}</source>
   <translation>hat den Rang {rank}</translation>
  </message>
  <message>
   <source>has the strength (lora_alpha) {alpha}</source>
   <translation>hat die Stärke (lora_alpha) {alpha}</translation>
  </message>
  <message>
   <source>holds values in {name!r} that are no numbers</source>
   <translation>enthält in {name!r} Werte, die keine Zahlen sind</translation>
  </message>
  <message>
   <source>holds {name!r}, which Writer does not read</source>
   <translation>enthält {name!r}, was Writer nicht liest</translation>
  </message>
  <message>
   <source>in some minutes</source>
   <translation>in einigen Minuten</translation>
  </message>
  <message>
   <source>in {time}</source>
   <translation>in {time}</translation>
  </message>
  <message>
   <source>is of the kind {kind}; only LoRA adapters are read</source>
   <translation>ist von der Art {kind}; nur LoRA-Adapter werden gelesen</translation>
  </message>
  <message>
   <source>it does not say {missing}</source>
   <translation>darin fehlt {missing}</translation>
  </message>
  <message>
   <source>it has no [colors]</source>
   <translation>[colors] fehlt</translation>
  </message>
  <message>
   <source>must be a number</source>
   <translation>muss eine Zahl sein</translation>
  </message>
  <message>
   <source>must be a whole number</source>
   <translation>muss eine ganze Zahl sein</translation>
  </message>
  <message>
   <source>must be at least {least:g}</source>
   <translation>muss mindestens {least:g} sein</translation>
  </message>
  <message>
   <source>must be at most {most:g}</source>
   <translation>darf höchstens {most:g} sein</translation>
  </message>
  <message>
   <source>must be one of {choices}</source>
   <translation>muss eines von diesen sein: {choices}</translation>
  </message>
  <message>
   <source>must be text</source>
   <translation>muss Text sein</translation>
  </message>
  <message>
   <source>must be true or false</source>
   <translation>muss true oder false sein</translation>
  </message>
  <message>
   <source>of an unknown family</source>
   <translation>von einer unbekannten Familie</translation>
  </message>
  <message>
   <source>of the family {family}</source>
   <translation>von der Familie {family}</translation>
  </message>
  <message>
   <source>offers another {name} than is pinned</source>
   <translation>bietet ein anderes {name} an als das festgelegte</translation>
  </message>
  <message>
   <source>pictures</source>
   <translation>Bilder</translation>
  </message>
  <message>
   <source>sends more than it announced ({file})</source>
   <translation>bringt mehr, als angekündigt war ({file})</translation>
  </message>
  <message>
   <source>serves the revision {commit} instead of {revision}</source>
   <translation>liefert die Revision {commit} statt {revision}</translation>
  </message>
  <message>
   <source>tables (their text is kept)</source>
   <translation>Tabellen (ihr Text bleibt)</translation>
  </message>
  <message>
   <source>tables of contents</source>
   <translation>Inhaltsverzeichnisse</translation>
  </message>
  <message>
   <source>text boxes</source>
   <translation>Textfelder</translation>
  </message>
  <message>
   <source>the file is kept as {path}</source>
   <translation>die Datei bleibt als {path} erhalten</translation>
  </message>
  <message>
   <source>the file is left as it is</source>
   <translation>die Datei bleibt, wie sie ist</translation>
  </message>
  <message>
   <source>title must be text</source>
   <translation>title muss Text sein</translation>
  </message>
  <message>
   <source>uses {name!r}, which Writer does not read</source>
   <translation>verwendet {name!r}, was Writer nicht liest</translation>
  </message>
  <message>
   <source>was made for another task ({task})</source>
   <translation>wurde für eine andere Aufgabe gemacht ({task})</translation>
  </message>
  <message>
   <source>was trained on another model than {model!r}, or on another version of it. Train it again</source>
   <translation>wurde auf einem anderen Modell als {model!r} oder auf einer anderen Fassung davon trainiert. Trainieren Sie ihn noch einmal</translation>
  </message>
  <message>
   <source>{bad:,} damaged characters are shown as boxes; saving keeps the bytes.</source>
   <translation>{bad:,} beschädigte Zeichen werden als Kästchen gezeigt; beim Speichern bleiben die Bytes erhalten.</translation>
  </message>
  <message>
   <source>{count:.1f} h</source>
   <translation>{count:.1f} h</translation>
  </message>
  <message>
   <source>{count} bytes</source>
   <translation>{count} Bytes</translation>
  </message>
  <message>
   <source>{count} min</source>
   <translation>{count} min</translation>
  </message>
  <message>
   <source>{count} s</source>
   <translation>{count} s</translation>
  </message>
  <message>
   <source>{encoding} with BOM</source>
   <translation>{encoding} mit BOM</translation>
  </message>
  <message>
   <source>{folder} cannot be written ({reason}), so nothing could be learnt. Your documents are as they were. Make room, or mend the folder's permissions.</source>
   <translation>In {folder} kann nicht geschrieben werden ({reason}), also konnte nichts gelernt werden. Ihre Dokumente sind, wie sie waren. Schaffen Sie Platz, oder ändern Sie die Zugriffsrechte des Ordners.</translation>
  </message>
  <message>
   <source>{folder} has no tokenizer.json, so its model cannot read text. Copy it from the model that this one was made from.</source>
   <translation>In {folder} fehlt tokenizer.json, deshalb kann das Modell keinen Text lesen. Kopieren Sie die Datei aus dem Modell, aus dem dieses entstanden ist.</translation>
  </message>
  <message>
   <source>{folder} has no {name}, so it holds no model. Choose a folder with config.json, model.safetensors and tokenizer.json.</source>
   <translation>In {folder} fehlt {name}, also ist dort kein Modell. Wählen Sie einen Ordner mit config.json, model.safetensors und tokenizer.json.</translation>
  </message>
  <message>
   <source>{front} on {back} has a contrast of {contrast:.1f}, and needs {wanted:g}</source>
   <translation>{front} auf {back} hat einen Kontrast von {contrast:.1f}, nötig sind {wanted:g}</translation>
  </message>
  <message>
   <source>{index} is damaged ({reason}). Get the model again.</source>
   <translation>{index} ist beschädigt ({reason}). Holen Sie das Modell noch einmal.</translation>
  </message>
  <message>
   <source>{index} is damaged. Download the model again.</source>
   <translation>{index} ist beschädigt. Laden Sie das Modell noch einmal herunter.</translation>
  </message>
  <message>
   <source>{index} names {name!r}, which is not there. Get the model again.</source>
   <translation>{index} nennt {name!r}, das nicht da ist. Holen Sie das Modell noch einmal.</translation>
  </message>
  <message>
   <source>{lost:,} damaged characters were saved as “�”.</source>
   <translation>{lost:,} beschädigte Zeichen wurden als „�“ gespeichert.</translation>
  </message>
  <message>
   <source>{name!r} cannot be the name of a model: use letters, digits, '.', '-' and '_', beginning with a letter or a digit, 64 at the most.</source>
   <translation>{name!r} kann kein Modell heißen: Verwenden Sie Buchstaben, Ziffern, '.', '-' und '_', am Anfang einen Buchstaben oder eine Ziffer, höchstens 64.</translation>
  </message>
  <message>
   <source>{name!r} could not be removed completely ({reason}: {file}). It is not used any more; try again later.</source>
   <translation>{name!r} konnte nicht ganz entfernt werden ({reason}: {file}). Es wird nicht mehr verwendet; versuchen Sie es später noch einmal.</translation>
  </message>
  <message>
   <source>{name!r} is being downloaded or changed already, in another window or another Writer. Wait until that is done, or stop it there.</source>
   <translation>{name!r} wird schon heruntergeladen oder geändert, in einem anderen Fenster oder einem anderen Writer. Warten Sie, bis das fertig ist, oder halten Sie es dort an.</translation>
  </message>
  <message>
   <source>{name!r} is being learnt already, in another window or terminal. Wait until that is done, stop it there, or choose another name.</source>
   <translation>{name!r} wird schon gelernt, in einem anderen Fenster oder Terminal. Warten Sie, bis das fertig ist, halten Sie es dort an, oder wählen Sie einen anderen Namen.</translation>
  </message>
  <message>
   <source>{name!r} is not installed, or a file of it is missing. Get it again.</source>
   <translation>{name!r} ist nicht installiert, oder eine Datei davon fehlt. Holen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>{name!r} is {value}</source>
   <translation>{name!r} ist {value}</translation>
  </message>
  <message>
   <source>{name} must be a colour like "#26231f"</source>
   <translation>{name} muss eine Farbe wie "#26231f" sein</translation>
  </message>
  <message>
   <source>{path} cannot be read ({reason}).</source>
   <translation>{path} kann nicht gelesen werden ({reason}).</translation>
  </message>
  <message>
   <source>{path} cannot be read ({reason}). Download the model again, or choose another one.</source>
   <translation>{path} kann nicht gelesen werden ({reason}). Laden Sie das Modell noch einmal herunter, oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>{path} cannot be read ({reason}). Get the model again.</source>
   <translation>{path} kann nicht gelesen werden ({reason}). Holen Sie das Modell noch einmal.</translation>
  </message>
  <message>
   <source>{path} cannot be written ({reason}). Nothing that was installed before has changed; make room or mend the folder's permissions, and try again.</source>
   <translation>{path} kann nicht geschrieben werden ({reason}). Was schon installiert war, blieb unverändert; schaffen Sie Platz oder ändern Sie die Zugriffsrechte des Ordners, und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>{path} does not describe a model. Download it again, or choose another one.</source>
   <translation>{path} beschreibt kein Modell. Laden Sie es noch einmal herunter, oder wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>{path} is damaged or not complete ({reason}). Download the model again.</source>
   <translation>{path} ist beschädigt oder nicht vollständig ({reason}). Laden Sie das Modell noch einmal herunter.</translation>
  </message>
  <message>
   <source>{path} is damaged or not complete ({reason}). Get it again.</source>
   <translation>{path} ist beschädigt oder nicht vollständig ({reason}). Holen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>{path} is damaged or not complete ({reason}). Get or train the adapter again.</source>
   <translation>{path} ist beschädigt oder nicht vollständig ({reason}). Holen oder trainieren Sie den Adapter noch einmal.</translation>
  </message>
  <message>
   <source>{repository} is given only to people who have signed in and agreed to its terms. Download it with a browser, then use Import Folder.</source>
   <translation>{repository} bekommt nur, wer sich angemeldet und den Bedingungen zugestimmt hat. Laden Sie es mit einem Browser herunter und verwenden Sie dann „Ordner übernehmen“.</translation>
  </message>
  <message>
   <source>{title} ships with Writer; there is nothing to download.</source>
   <translation>{title} kommt mit Writer; es gibt nichts herunterzuladen.</translation>
  </message>
  <message>
   <source>{value:.0f} {unit}</source>
   <translation>{value:.0f} {unit}</translation>
  </message>
  <message>
   <source>{value:.1f} {unit}</source>
   <translation>{value:.1f} {unit}</translation>
  </message>
  <message>
   <source>{verdict}: on {characters:,} characters of yours that it had not seen, perplexity per word went from {perplexity:.1f} to {perplexity_after:.1f}, and keystrokes saved from {saved:.1%} to {saved_after:.1%}.</source>
   <translation>{verdict}: Auf {characters:,} Zeichen von Ihnen, die es nicht kannte, ging die Perplexität je Wort von {perplexity:.1f} auf {perplexity_after:.1f} und der Anteil gesparter Tastendrücke von {saved:.1%} auf {saved_after:.1%}.</translation>
  </message>
  <message>
   <source>{where} does not describe a model. Get the model again.</source>
   <translation>{where} beschreibt kein Modell. Holen Sie das Modell noch einmal.</translation>
  </message>
  <message>
   <source>{where} does not say which family the model is of. Choose another one.</source>
   <translation>{where} sagt nicht, von welcher Familie das Modell ist. Wählen Sie ein anderes.</translation>
  </message>
  <message>
   <source>{why} ({address}). {kept}, and writing goes on as before; check the connection and try again.</source>
   <translation>{why} ({address}). {kept}, und Schreiben geht weiter wie zuvor; prüfen Sie die Verbindung und versuchen Sie es noch einmal.</translation>
  </message>
  <message>
   <source>{why}, {failures} times in a row, at {done} of {total}. What has arrived is kept; Retry goes on there.</source>
   <translation>{why}, {failures}-mal hintereinander, bei {done} von {total}. Was angekommen ist, bleibt erhalten; „Noch einmal“ macht dort weiter.</translation>
  </message>
  <message>
   <source>{why}; going on in {time}…</source>
   <translation>{why}; weiter in {time} …</translation>
  </message>
  <message>
   <source>“{first}” (U+{code:04X}){more} cannot be written in Windows-1252, the encoding of this file. The file on disk is as it was. Save it as UTF-8 to keep every character.</source>
   <translation>„{first}“ (U+{code:04X}){more} lässt sich in Windows-1252, der Kodierung dieser Datei, nicht schreiben. Die Datei auf der Platte ist, wie sie war. Als UTF-8 gespeichert bleibt jedes Zeichen erhalten.</translation>
  </message>
  <message>
   <source>“{name}” cannot be read ({reason}), so it was not overwritten. Your text is still in the window; save a copy in another place.</source>
   <translation>„{name}“ kann nicht gelesen werden ({reason}) und wurde deshalb nicht überschrieben. Ihr Text ist noch im Fenster; speichern Sie eine Kopie an einem anderen Ort.</translation>
  </message>
  <message>
   <source>“{name}” could not be opened. {cause}. Nothing was changed.</source>
   <translation>„{name}“ konnte nicht geöffnet werden. {cause}. Nichts wurde geändert.</translation>
  </message>
  <message>
   <source>“{name}” could not be saved. {cause}. The file on disk is as it was and your text is still in the window. {advice}</source>
   <translation>„{name}“ konnte nicht gespeichert werden. {cause}. Die Datei auf der Platte ist, wie sie war, und Ihr Text ist noch im Fenster. {advice}</translation>
  </message>
  <message>
   <source>“{name}” exists already. It was not overwritten and your text is still in the window. Choose another name, or confirm that it may be replaced.</source>
   <translation>„{name}“ existiert schon. Es wurde nicht überschrieben, und Ihr Text ist noch im Fenster. Wählen Sie einen anderen Namen, oder bestätigen Sie das Ersetzen.</translation>
  </message>
  <message>
   <source>“{name}” has {size:,.0f} MB; Writer opens text up to {limit:,.0f} MB. Nothing was changed. Split it, or open it in an editor made for large files.</source>
   <translation>„{name}“ hat {size:,.0f} MB; Writer öffnet Text bis {limit:,.0f} MB. Nichts wurde geändert. Teilen Sie die Datei, oder öffnen Sie sie in einem Editor für große Dateien.</translation>
  </message>
  <message>
   <source>“{name}” is a device or a pipe, not a file. Nothing was written. Your text is still in the window; save it under another name.</source>
   <translation>„{name}“ ist ein Gerät oder eine Pipe, keine Datei. Nichts wurde geschrieben. Ihr Text ist noch im Fenster; speichern Sie ihn unter einem anderen Namen.</translation>
  </message>
  <message>
   <source>“{name}” is a folder. Choose a text file inside it.</source>
   <translation>„{name}“ ist ein Ordner. Wählen Sie eine Textdatei darin.</translation>
  </message>
  <message>
   <source>“{name}” is not {what} that can be read. Nothing was changed. Open it in a word processor and save it as {end} or as text.</source>
   <translation>„{name}“ lässt sich nicht als {what} lesen. Nichts wurde geändert. Öffnen Sie die Datei in einer Textverarbeitung und speichern Sie sie als {end} oder als Text.</translation>
  </message>
  <message>
   <source>“{name}” is read-only. It was not overwritten and your text is still in the window. Save a copy in another place, or allow writing to the file.</source>
   <translation>„{name}“ ist schreibgeschützt. Es wurde nicht überschrieben, und Ihr Text ist noch im Fenster. Speichern Sie eine Kopie an einem anderen Ort, oder erlauben Sie das Schreiben in die Datei.</translation>
  </message>
  <message>
   <source>“{name}” is {kind}, not a file. Nothing was read. Choose a text file.</source>
   <translation>„{name}“ ist {kind}, keine Datei. Nichts wurde gelesen. Wählen Sie eine Textdatei.</translation>
  </message>
  <message>
   <source>“{name}” is {kind}, not text. Nothing was changed. You can open it anyway and look at it; it stays as it is unless you save.</source>
   <translation>„{name}“ ist {kind}, kein Text. Nichts wurde geändert. Sie können es trotzdem öffnen und ansehen; es bleibt, wie es ist, solange Sie nicht speichern.</translation>
  </message>
  <message>
   <source>“{name}” was changed by another program just now. It was not overwritten and your text is still in the window. Compare the two before saving again.</source>
   <translation>„{name}“ wurde eben von einem anderen Programm geändert. Es wurde nicht überschrieben, und Ihr Text ist noch im Fenster. Vergleichen Sie beide, bevor Sie noch einmal speichern.</translation>
  </message>
  <message>
   <source>“{name}” was changed by another program. It was not overwritten and your text is still in the window. Compare the two, then keep yours, theirs, or both.</source>
   <translation>„{name}“ wurde von einem anderen Programm geändert. Es wurde nicht überschrieben, und Ihr Text ist noch im Fenster. Vergleichen Sie beide und behalten Sie dann Ihren, den anderen oder beide.</translation>
  </message>
  <message>
   <source>“{name}” was deleted or moved since it was opened. Your text is still in the window. Save it again under this name, or choose another.</source>
   <translation>„{name}“ wurde gelöscht oder verschoben, seit es geöffnet wurde. Ihr Text ist noch im Fenster. Speichern Sie ihn wieder unter diesem Namen, oder wählen Sie einen anderen.</translation>
  </message>
  <message>
   <source>“{name}” was only partly written ({reason}) and could not be brought back. Both versions are kept: the old one in {old}, the new one in {new}. Your text is still in the window; save a copy in another place.</source>
   <translation>„{name}“ wurde nur zum Teil geschrieben ({reason}) und ließ sich nicht zurückholen. Beide Fassungen sind erhalten: die alte in {old}, die neue in {new}. Ihr Text ist noch im Fenster; speichern Sie eine Kopie an einem anderen Ort.</translation>
  </message>
  <message>
   <source>“{path}” is not a file name. Nothing was changed.</source>
   <translation>„{path}“ ist kein Dateiname. Nichts wurde geändert.</translation>
  </message>
  <message>
   <source>“{word}” could not be added to {path} ({reason}); it holds until Writer is closed.</source>
   <translation>„{word}“ konnte nicht in {path} aufgenommen werden ({reason}); es gilt, bis Writer geschlossen wird.</translation>
  </message>
 </context>
 <context>
  <name>SessionKeeper</name>
  <message>
   <source>Looking for text that was not saved…</source>
   <translation>Ungespeicherter Text wird gesucht…</translation>
  </message>
 </context>
 <context>
  <name>SettingRow</name>
  <message>
   <source>Back to the default</source>
   <translation>Zurück zum Standard</translation>
  </message>
  <message>
   <source>Back to the default: {name}</source>
   <translation>Zurück zum Standard: {name}</translation>
  </message>
  <message>
   <source>Best there is</source>
   <translation>Beste vorhandene</translation>
  </message>
  <message>
   <source>Default</source>
   <translation>Standard</translation>
  </message>
 </context>
 <context>
  <name>Settings</name>
  <message>
   <source>A LoRA adapter that is added to the model: its name or a folder; empty for none.</source>
   <translation>Ein LoRA-Adapter zum Modell: sein Name oder ein Ordner; leer für keinen.</translation>
  </message>
  <message>
   <source>Adapter</source>
   <translation>Adapter</translation>
  </message>
  <message>
   <source>Ask</source>
   <translation>Einen holen</translation>
  </message>
  <message>
   <source>Asked-for suggestions take words from the likeliest that share this probability.</source>
   <translation>Erfragte Vorschläge nehmen Wörter aus den wahrscheinlichsten, die sich diese Wahrscheinlichkeit teilen.</translation>
  </message>
  <message>
   <source>Balanced</source>
   <translation>Ausgewogen</translation>
  </message>
  <message>
   <source>Calm</source>
   <translation>Ruhig</translation>
  </message>
  <message>
   <source>Check spelling</source>
   <translation>Rechtschreibung prüfen</translation>
  </message>
  <message>
   <source>Close without asking</source>
   <translation>Ohne Nachfrage schließen</translation>
  </message>
  <message>
   <source>Closing never asks: what is not saved is kept, and is there at the next start.</source>
   <translation>Schließen fragt nie: Ungespeichertes wird aufbewahrt und ist beim nächsten Start da.</translation>
  </message>
  <message>
   <source>Column width, in characters</source>
   <translation>Spaltenbreite, in Zeichen</translation>
  </message>
  <message>
   <source>Dark theme</source>
   <translation>Dunkles Thema</translation>
  </message>
  <message>
   <source>Dictionary</source>
   <translation>Wörterbuch</translation>
  </message>
  <message>
   <source>Eager</source>
   <translation>Eifrig</translation>
  </message>
  <message>
   <source>Eagerness</source>
   <translation>Eifer</translation>
  </message>
  <message>
   <source>Everything but this is veiled while you write.</source>
   <translation>Alles außer diesem ist beim Schreiben verschleiert.</translation>
  </message>
  <message>
   <source>Files</source>
   <translation>Dateien</translation>
  </message>
  <message>
   <source>Find</source>
   <translation>Suchen</translation>
  </message>
  <message>
   <source>Find whole words only.</source>
   <translation>Nur ganze Wörter finden.</translation>
  </message>
  <message>
   <source>Focus</source>
   <translation>Fokus</translation>
  </message>
  <message>
   <source>Forward only</source>
   <translation>Nur vorwärts</translation>
  </message>
  <message>
   <source>Goals</source>
   <translation>Ziele</translation>
  </message>
  <message>
   <source>How bold suggestions are that are asked for: 0 takes the likeliest words.</source>
   <translation>Wie kühn erfragte Vorschläge sind: 0 nimmt die wahrscheinlichsten Wörter.</translation>
  </message>
  <message>
   <source>How long the keyboard must be still before a suggestion is asked for.</source>
   <translation>Wie lange die Tastatur ruhen muss, bevor nach einem Vorschlag gefragt wird.</translation>
  </message>
  <message>
   <source>How sure a suggestion must be to be shown: calm shows little, eager a lot.</source>
   <translation>Wie sicher ein Vorschlag sein muss, um gezeigt zu werden: Ruhig zeigt wenig, Eifrig viel.</translation>
  </message>
  <message>
   <source>Language of the interface</source>
   <translation>Sprache der Oberfläche</translation>
  </message>
  <message>
   <source>Leave out slurs and obscenities</source>
   <translation>Schimpfwörter und Anstößiges auslassen</translation>
  </message>
  <message>
   <source>Light theme</source>
   <translation>Helles Thema</translation>
  </message>
  <message>
   <source>Line</source>
   <translation>Zeile</translation>
  </message>
  <message>
   <source>Line height</source>
   <translation>Zeilenhöhe</translation>
  </message>
  <message>
   <source>Longest suggestion, in words</source>
   <translation>Längster Vorschlag, in Wörtern</translation>
  </message>
  <message>
   <source>Make the next suggestion ahead</source>
   <translation>Den nächsten Vorschlag im Voraus machen</translation>
  </message>
  <message>
   <source>Model</source>
   <translation>Modell</translation>
  </message>
  <message>
   <source>Never suggest slurs and obscenities (what you type yourself is never touched).</source>
   <translation>Nie Schimpfwörter und Anstößiges vorschlagen (was Sie selbst tippen, bleibt unberührt).</translation>
  </message>
  <message>
   <source>Nothing can be deleted, and the caret stays at the end.</source>
   <translation>Nichts kann gelöscht werden, und die Schreibmarke bleibt am Ende.</translation>
  </message>
  <message>
   <source>Nothing moves or fades by itself.</source>
   <translation>Nichts bewegt sich oder verblasst von selbst.</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>Outline</source>
   <translation>Gliederung</translation>
  </message>
  <message>
   <source>Page</source>
   <translation>Seite</translation>
  </message>
  <message>
   <source>Paragraph</source>
   <translation>Absatz</translation>
  </message>
  <message>
   <source>Paragraph spacing</source>
   <translation>Absatzabstand</translation>
  </message>
  <message>
   <source>Paused until</source>
   <translation>Pause bis</translation>
  </message>
  <message>
   <source>Reduce motion</source>
   <translation>Bewegung verringern</translation>
  </message>
  <message>
   <source>Regular expressions</source>
   <translation>Reguläre Ausdrücke</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>Startwert</translation>
  </message>
  <message>
   <source>Sentence</source>
   <translation>Satz</translation>
  </message>
  <message>
   <source>Show Markdown</source>
   <translation>Markdown zeigen</translation>
  </message>
  <message>
   <source>Show Markdown as it is written, and go on with lists at Return (not in .txt files).</source>
   <translation>Markdown zeigen, wie es geschrieben wird, und Listen mit der Eingabetaste fortsetzen (nicht in .txt-Dateien).</translation>
  </message>
  <message>
   <source>Show the headings of the document beside the page.</source>
   <translation>Die Überschriften des Dokuments neben der Seite zeigen.</translation>
  </message>
  <message>
   <source>Show the welcome at the next start.</source>
   <translation>Das Willkommen beim nächsten Start zeigen.</translation>
  </message>
  <message>
   <source>Smart punctuation</source>
   <translation>Typografische Zeichen</translation>
  </message>
  <message>
   <source>Smooth caret</source>
   <translation>Weiche Schreibmarke</translation>
  </message>
  <message>
   <source>Spelling</source>
   <translation>Rechtschreibung</translation>
  </message>
  <message>
   <source>Suggest how the sentence goes on while you type.</source>
   <translation>Beim Tippen vorschlagen, wie der Satz weitergeht.</translation>
  </message>
  <message>
   <source>Suggest while typing</source>
   <translation>Beim Tippen vorschlagen</translation>
  </message>
  <message>
   <source>Suggestions</source>
   <translation>Vorschläge</translation>
  </message>
  <message>
   <source>Tab</source>
   <translation>Tabulator</translation>
  </message>
  <message>
   <source>Tab without a suggestion</source>
   <translation>Tab ohne Vorschlag</translation>
  </message>
  <message>
   <source>Take what is looked for as a regular expression.</source>
   <translation>Was gesucht wird, ist ein regulärer Ausdruck.</translation>
  </message>
  <message>
   <source>Tell capitals from small letters</source>
   <translation>Groß- und Kleinbuchstaben unterscheiden</translation>
  </message>
  <message>
   <source>Tell capitals from small letters when looking for something.</source>
   <translation>Beim Suchen Groß- und Kleinbuchstaben unterscheiden.</translation>
  </message>
  <message>
   <source>Temperature</source>
   <translation>Temperatur</translation>
  </message>
  <message>
   <source>Text size, in points</source>
   <translation>Textgröße, in Punkt</translation>
  </message>
  <message>
   <source>The caret glides and fades instead of blinking.</source>
   <translation>Die Schreibmarke gleitet und verblasst, statt zu blinken.</translation>
  </message>
  <message>
   <source>The dictionary, such as 'en_US'; empty takes the system's language.</source>
   <translation>Das Wörterbuch, etwa 'en_US'; leer nimmt die Sprache des Systems.</translation>
  </message>
  <message>
   <source>The height of a line; 1 is what the face itself asks for.</source>
   <translation>Die Höhe einer Zeile; 1 ist, was die Schrift selbst verlangt.</translation>
  </message>
  <message>
   <source>The language of menus and dialogs from the next start on; empty takes the system's.</source>
   <translation>Die Sprache der Menüs und Dialoge ab dem nächsten Start; leer nimmt die des Systems.</translation>
  </message>
  <message>
   <source>The line you write in stays in the middle of the window.</source>
   <translation>Die Zeile, in der Sie schreiben, bleibt in der Mitte des Fensters.</translation>
  </message>
  <message>
   <source>The longest suggestion, in words.</source>
   <translation>Der längste Vorschlag, in Wörtern.</translation>
  </message>
  <message>
   <source>The model that makes suggestions: 'starter', the name of an installed model, or a folder.</source>
   <translation>Das Modell für die Vorschläge: 'starter', der Name eines installierten Modells oder ein Ordner.</translation>
  </message>
  <message>
   <source>The same seed gives the same asked-for suggestions again.</source>
   <translation>Der gleiche Startwert gibt wieder die gleichen erfragten Vorschläge.</translation>
  </message>
  <message>
   <source>The size of the text, in points.</source>
   <translation>Die Größe des Textes, in Punkt.</translation>
  </message>
  <message>
   <source>The space after a paragraph, in lines.</source>
   <translation>Der Abstand nach einem Absatz, in Zeilen.</translation>
  </message>
  <message>
   <source>The text face; empty takes the best serif face there is.</source>
   <translation>Die Textschrift; leer nimmt die beste vorhandene Serifenschrift.</translation>
  </message>
  <message>
   <source>The theme while the desktop is dark.</source>
   <translation>Das Thema, solange der Desktop dunkel ist.</translation>
  </message>
  <message>
   <source>The theme while the desktop is light.</source>
   <translation>Das Thema, solange der Desktop hell ist.</translation>
  </message>
  <message>
   <source>The theme, by the name of its file; 'system' follows the desktop.</source>
   <translation>Das Thema, nach dem Namen seiner Datei; 'system' folgt dem Desktop.</translation>
  </message>
  <message>
   <source>The width of the text column, in characters.</source>
   <translation>Die Breite der Textspalte, in Zeichen.</translation>
  </message>
  <message>
   <source>Theme</source>
   <translation>Thema</translation>
  </message>
  <message>
   <source>Top-p</source>
   <translation>Top-p</translation>
  </message>
  <message>
   <source>Turn typed straight quotes, -- and ... into curly quotes, a dash and an ellipsis.</source>
   <translation>Getippte gerade Anführungszeichen, -- und ... in typografische Anführungszeichen, Strich und Auslassungspunkte verwandeln.</translation>
  </message>
  <message>
   <source>Typeface</source>
   <translation>Schrift</translation>
  </message>
  <message>
   <source>Typewriter scrolling</source>
   <translation>Schreibmaschinen-Bildlauf</translation>
  </message>
  <message>
   <source>Underline words that are in no dictionary, and do not complete them.</source>
   <translation>Wörter unterstreichen, die in keinem Wörterbuch stehen, und sie nicht ergänzen.</translation>
  </message>
  <message>
   <source>Until when suggestions are paused (a date and time; empty: they are not).</source>
   <translation>Bis wann die Vorschläge pausieren (Datum und Zeit; leer: gar nicht).</translation>
  </message>
  <message>
   <source>Wait before asking, in milliseconds</source>
   <translation>Wartezeit vor der Frage, in Millisekunden</translation>
  </message>
  <message>
   <source>Welcome at the next start</source>
   <translation>Willkommen beim nächsten Start</translation>
  </message>
  <message>
   <source>What Tab does behind words where no suggestion stands: ask for one, or put in a tab.</source>
   <translation>Was Tab hinter Wörtern tut, wo kein Vorschlag steht: einen holen oder einen Tabulator setzen.</translation>
  </message>
  <message>
   <source>While a suggestion is read, make the one after it, so that Tab, Tab, Tab flows.</source>
   <translation>Während ein Vorschlag gelesen wird, den danach machen, damit Tab, Tab, Tab fließt.</translation>
  </message>
  <message>
   <source>Whole words only</source>
   <translation>Nur ganze Wörter</translation>
  </message>
  <message>
   <source>Window</source>
   <translation>Fenster</translation>
  </message>
  <message>
   <source>Words a day</source>
   <translation>Wörter am Tag</translation>
  </message>
  <message>
   <source>Words a session</source>
   <translation>Wörter je Sitzung</translation>
  </message>
  <message>
   <source>Words to write each day; a thin line in the status bar fills. 0 is no goal.</source>
   <translation>Wörter, die jeden Tag zu schreiben sind; eine dünne Linie in der Statusleiste füllt sich. 0 ist kein Ziel.</translation>
  </message>
  <message>
   <source>Words to write until the window is closed; 0 is no goal.</source>
   <translation>Wörter, die bis zum Schließen des Fensters zu schreiben sind; 0 ist kein Ziel.</translation>
  </message>
  <message>
   <source>Writing Modes</source>
   <translation>Schreibmodi</translation>
  </message>
 </context>
 <context>
  <name>ShortcutsPage</name>
  <message>
   <source>&amp;All to Default</source>
   <translation>&amp;Alle auf Standard</translation>
  </message>
  <message>
   <source>&amp;Default</source>
   <translation>&amp;Standard</translation>
  </message>
  <message>
   <source>&amp;New key:</source>
   <translation>&amp;Neue Taste:</translation>
  </message>
  <message>
   <source>&amp;Use It Here Instead</source>
   <translation>Stattdessen &amp;hier verwenden</translation>
  </message>
  <message>
   <source>A key that writes a letter cannot be a command as well.</source>
   <translation>Eine Taste, die einen Buchstaben schreibt, kann nicht auch ein Befehl sein.</translation>
  </message>
  <message>
   <source>Command</source>
   <translation>Befehl</translation>
  </message>
  <message>
   <source>Commands and their keys</source>
   <translation>Befehle und ihre Tasten</translation>
  </message>
  <message>
   <source>Every command has its usual key again.</source>
   <translation>Jeder Befehl hat wieder seine übliche Taste.</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Taste</translation>
  </message>
  <message>
   <source>New key</source>
   <translation>Neue Taste</translation>
  </message>
  <message>
   <source>No &amp;Key</source>
   <translation>&amp;Keine Taste</translation>
  </message>
  <message>
   <source>Press the key for the chosen command; the list has the keyboard again then</source>
   <translation>Die Taste für den gewählten Befehl drücken; danach hat wieder die Liste die Tastatur</translation>
  </message>
  <message>
   <source>also {names}</source>
   <translation>auch {names}</translation>
  </message>
  <message>
   <source>no key</source>
   <translation>keine Taste</translation>
  </message>
  <message>
   <source>{command}: {key}</source>
   <translation>{command}: {key}</translation>
  </message>
  <message>
   <source>{key} is the key of {names}.</source>
   <translation>{key} ist die Taste von {names}.</translation>
  </message>
 </context>
 <context>
  <name>SpellChecker</name>
  <message>
   <source>&amp;Add “{word}” to the Dictionary</source>
   <translation>„{word}“ ins &amp;Wörterbuch aufnehmen</translation>
  </message>
  <message>
   <source>&amp;Ignore “{word}”</source>
   <translation>„{word}“ &amp;ignorieren</translation>
  </message>
  <message>
   <source>No misspelt word was found.</source>
   <translation>Kein falsch geschriebenes Wort gefunden.</translation>
  </message>
  <message>
   <source>No suggestion</source>
   <translation>Kein Vorschlag</translation>
  </message>
  <message>
   <source>Spelling is off.</source>
   <translation>Die Rechtschreibprüfung ist aus.</translation>
  </message>
  <message>
   <source>There is no dictionary for spelling in this language; none is used.</source>
   <translation>Für diese Sprache gibt es kein Wörterbuch; keines wird benutzt.</translation>
  </message>
 </context>
 <context>
  <name>StatisticsDialog</name>
  <message>
   <source>&amp;Forget Them for Good?</source>
   <translation>&amp;Endgültig vergessen?</translation>
  </message>
  <message>
   <source>&amp;Forget These Numbers</source>
   <translation>Diese Zahlen &amp;vergessen</translation>
  </message>
  <message>
   <source>Days in a row</source>
   <translation>Tage in Folge</translation>
  </message>
  <message>
   <source>Statistics</source>
   <translation>Statistik</translation>
  </message>
  <message>
   <source>Taken from suggestions</source>
   <translation>Aus Vorschlägen</translation>
  </message>
  <message>
   <source>This session</source>
   <translation>Diese Sitzung</translation>
  </message>
  <message>
   <source>Today</source>
   <translation>Heute</translation>
  </message>
  <message>
   <source>Words per day, for all documents; the text is not touched</source>
   <translation>Wörter je Tag, für alle Dokumente; der Text bleibt unberührt</translation>
  </message>
  <message>
   <source>Words per day; the coloured part was taken from suggestions</source>
   <translation>Wörter je Tag; der farbige Teil kam aus Vorschlägen</translation>
  </message>
 </context>
 <context>
  <name>StyleDesk</name>
  <message>
   <source>Your style was learnt. The menu Suggestions shows whether it helps.</source>
   <translation>Ihr Stil wurde gelernt. Ob es hilft, zeigt das Menü Vorschläge.</translation>
  </message>
 </context>
 <context>
  <name>StyleDialog</name>
  <message>
   <source> minutes</source>
   <translation> Minuten</translation>
  </message>
  <message>
   <source>&amp;Add Documents…</source>
   <translation>Dokumente &amp;hinzufügen …</translation>
  </message>
  <message>
   <source>&amp;Leave Out</source>
   <translation>&amp;Weglassen</translation>
  </message>
  <message>
   <source>&amp;Pause</source>
   <translation>&amp;Pause</translation>
  </message>
  <message>
   <source>&amp;Remove</source>
   <translation>&amp;Entfernen</translation>
  </message>
  <message>
   <source>&amp;Stop</source>
   <translation>&amp;Anhalten</translation>
  </message>
  <message>
   <source>&amp;Use It</source>
   <translation>&amp;Verwenden</translation>
  </message>
  <message>
   <source>Add &amp;This Document</source>
   <translation>&amp;Dieses Dokument hinzufügen</translation>
  </message>
  <message>
   <source>As it was saved last</source>
   <translation>Wie es zuletzt gespeichert wurde</translation>
  </message>
  <message>
   <source>Delete what was learnt; your documents are not touched</source>
   <translation>Löscht das Gelernte; Ihre Dokumente bleiben, wie sie sind</translation>
  </message>
  <message>
   <source>Do Not &amp;Use It</source>
   <translation>Nicht &amp;verwenden</translation>
  </message>
  <message>
   <source>Documents to Learn From</source>
   <translation>Dokumente, aus denen gelernt wird</translation>
  </message>
  <message>
   <source>Documents to learn from</source>
   <translation>Dokumente, aus denen gelernt wird</translation>
  </message>
  <message>
   <source>Go &amp;On</source>
   <translation>&amp;Fortsetzen</translation>
  </message>
  <message>
   <source>It does not help yet. More text, or text that is more alike, may do better.</source>
   <translation>Es hilft noch nicht. Mehr Text, oder Text, der sich ähnlicher ist, bringt vielleicht mehr.</translation>
  </message>
  <message>
   <source>It helps: use it, and suggestions come in your style.</source>
   <translation>Es hilft: Verwenden Sie es, dann kommen die Vorschläge in Ihrem Stil.</translation>
  </message>
  <message>
   <source>Keystrokes saved</source>
   <translation>Gesparte Anschläge</translation>
  </message>
  <message>
   <source>Learn My Style</source>
   <translation>Meinen Stil lernen</translation>
  </message>
  <message>
   <source>Learn for at &amp;most</source>
   <translation>&amp;Höchstens lernen</translation>
  </message>
  <message numerus="yes">
   <source>Learning… about %n minutes left</source>
   <translation>
    <numerusform>Lernt … noch etwa %n Minute</numerusform>
    <numerusform>Lernt … noch etwa %n Minuten</numerusform>
   </translation>
  </message>
  <message>
   <source>Learnt before, on {day}.</source>
   <translation>Schon gelernt, am {day}.</translation>
  </message>
  <message>
   <source>Measuring how well suggestions fit you now…</source>
   <translation>Misst, wie gut die Vorschläge jetzt zu Ihnen passen …</translation>
  </message>
  <message>
   <source>Measuring whether it helped…</source>
   <translation>Misst, ob es geholfen hat …</translation>
  </message>
  <message>
   <source>Nothing was learnt yet.</source>
   <translation>Es wurde noch nichts gelernt.</translation>
  </message>
  <message>
   <source>On text of yours it had not seen</source>
   <translation>An Text von Ihnen, den es nicht kannte</translation>
  </message>
  <message>
   <source>Paused.</source>
   <translation>Angehalten; es geht weiter, wenn Sie wollen.</translation>
  </message>
  <message>
   <source>Perplexity per word (less is better)</source>
   <translation>Perplexität je Wort (weniger ist besser)</translation>
  </message>
  <message>
   <source>Progress of the learning</source>
   <translation>Fortschritt des Lernens</translation>
  </message>
  <message>
   <source>Reading…</source>
   <translation>Liest …</translation>
  </message>
  <message>
   <source>Start &amp;Learning</source>
   <translation>&amp;Lernen</translation>
  </message>
  <message>
   <source>Stopped. With the same documents, it goes on from there.</source>
   <translation>Beendet. Mit denselben Dokumenten geht es von dort weiter.</translation>
  </message>
  <message>
   <source>What was learnt belongs to the model {base}: learn again for the one in use.</source>
   <translation>Das Gelernte gehört zum Modell {base}: Lernen Sie noch einmal für das, das im Gebrauch ist.</translation>
  </message>
  <message>
   <source>What was learnt is gone. Your documents are as they were.</source>
   <translation>Das Gelernte ist gelöscht. Ihre Dokumente sind, wie sie waren.</translation>
  </message>
  <message>
   <source>Writer reads your own documents and learns to suggest as you write. It does so on this machine, with what is left of its time; nothing leaves it. 100,000 characters or more are best.</source>
   <translation>Writer liest Ihre eigenen Dokumente und lernt, so vorzuschlagen, wie Sie schreiben. Das geschieht auf diesem Rechner, in der Zeit, die er übrig hat; nichts verlässt ihn. Am besten sind 100.000 Zeichen oder mehr.</translation>
  </message>
  <message>
   <source>after</source>
   <translation>danach</translation>
  </message>
  <message>
   <source>before</source>
   <translation>vorher</translation>
  </message>
 </context>
 <context>
  <name>SuggestionController</name>
  <message>
   <source>Suggestions off</source>
   <translation>Vorschläge aus</translation>
  </message>
  <message>
   <source>Suggestions off here</source>
   <translation>Vorschläge hier aus</translation>
  </message>
  <message>
   <source>Suggestions on</source>
   <translation>Vorschläge an</translation>
  </message>
  <message>
   <source>Suggestions paused until {time}</source>
   <translation>Vorschläge pausieren bis {time}</translation>
  </message>
 </context>
 <context>
  <name>TabKey</name>
  <message>
   <source>There is no item above that this one could move into.</source>
   <translation>Darüber ist kein Listenpunkt, in den dieser rücken könnte.</translation>
  </message>
  <message>
   <source>This item is in no other one.</source>
   <translation>Dieser Listenpunkt steckt in keinem anderen.</translation>
  </message>
 </context>
 <context>
  <name>Versions</name>
  <message>
   <source>There is no earlier version yet: one is kept with every save.</source>
   <translation>Es gibt noch keine frühere Version: Bei jedem Speichern wird eine aufbewahrt.</translation>
  </message>
 </context>
 <context>
  <name>VersionsDialog</name>
  <message>
   <source>&amp;Restore This Version</source>
   <translation>Diese Version &amp;wiederherstellen</translation>
  </message>
  <message>
   <source>Reading…</source>
   <translation>Wird gelesen …</translation>
  </message>
  <message>
   <source>Restoring it would change your text so: {summary}.</source>
   <translation>Das Wiederherstellen würde Ihren Text so ändern: {summary}.</translation>
  </message>
  <message>
   <source>The text becomes what it was then; undo takes that back</source>
   <translation>Der Text wird, wie er damals war; Rückgängig nimmt das zurück</translation>
  </message>
  <message>
   <source>Versions of “{name}”</source>
   <translation>Versionen von „{name}“</translation>
  </message>
  <message>
   <source>Versions, newest first</source>
   <translation>Versionen, neueste zuerst</translation>
  </message>
  <message>
   <source>Your text is the same as this version.</source>
   <translation>Ihr Text ist der gleiche wie in dieser Version.</translation>
  </message>
 </context>
 <context>
  <name>WelcomePanel</name>
  <message>
   <source>&amp;Begin to Write</source>
   <translation>Mit dem &amp;Schreiben beginnen</translation>
  </message>
  <message>
   <source>&amp;Once More</source>
   <translation>&amp;Noch einmal</translation>
  </message>
  <message>
   <source>(no key)</source>
   <translation>(keine Taste)</translation>
  </message>
  <message>
   <source>Click into the line above. Grey is a suggestion: {key} takes all of it.</source>
   <translation>Klicken Sie in die Zeile oben. Grau ist ein Vorschlag: {key} übernimmt ihn ganz.</translation>
  </message>
  <message>
   <source>DistilGPT2 knows far more of today’s English; it is downloaded once</source>
   <translation>DistilGPT2 kennt weit mehr vom heutigen Englisch; es wird einmal heruntergeladen</translation>
  </message>
  <message>
   <source>Get a Better &amp;Model…</source>
   <translation>Besseres &amp;Modell holen …</translation>
  </message>
  <message>
   <source>That is all. What you type yourself is never changed, and nothing leaves this machine. Help, Welcome brings this back.</source>
   <translation>Das ist alles. Was Sie selbst tippen, wird nie geändert, und nichts verlässt diesen Rechner. Hilfe, Willkommen bringt dies zurück.</translation>
  </message>
  <message>
   <source>Welcome</source>
   <translation>Willkommen</translation>
  </message>
  <message>
   <source>Writer finishes your sentences. You decide.</source>
   <translation>Writer schreibt Ihre Sätze zu Ende. Sie entscheiden.</translation>
  </message>
  <message>
   <source>{key} sends it away. So does typing something else.</source>
   <translation>{key} schickt ihn weg. Etwas anderes zu tippen auch.</translation>
  </message>
  <message>
   <source>{key} takes the next word only.</source>
   <translation>{key} übernimmt nur das nächste Wort.</translation>
  </message>
 </context>
 <context>
  <name>WriterStatusBar</name>
  <message>
   <source>1 word</source>
   <translation>1 Wort</translation>
  </message>
  <message>
   <source>From asking to the first word of the last suggestion</source>
   <translation>Von der Frage bis zum ersten Wort des letzten Vorschlags</translation>
  </message>
  <message>
   <source>The model that makes the suggestions: choose another</source>
   <translation>Das Modell, von dem die Vorschläge kommen: ein anderes wählen</translation>
  </message>
  <message>
   <source>Turn suggestions while typing on or off</source>
   <translation>Vorschläge beim Tippen ein- oder ausschalten</translation>
  </message>
  <message>
   <source>{count} words</source>
   <translation>{count} Wörter</translation>
  </message>
  <message>
   <source>{words} of {total} words, {characters} characters</source>
   <translation>{words} von {total} Wörtern, {characters} Zeichen</translation>
  </message>
 </context>
</TS>
