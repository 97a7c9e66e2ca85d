@echo off
rem Double click: starts the site on this computer and opens it in the browser.
rem The window must stay open; closing it ends the site. Needs: pip install duty-kg
chcp 65001 >nul
set PYTHONUTF8=1
set PORT=8000
start "" /b cmd /c "timeout /t 6 /nobreak >nul & start http://127.0.0.1:%PORT%/"
python -m kg serve --port %PORT%
pause
