"""What the pages share (页面公用): session, frame, words, safe markup, tables, charts."""
