@echo off
rem Double click: starts the site on this computer and opens it in the browser.
rem The window must stay open; closing it ends the site. Needs: pip install duty-kg
chcp 65001 >nul
set PYTHONUTF8=1
python -m kg serve --port 0 --open
pause
