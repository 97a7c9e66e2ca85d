@echo off
setlocal
rem Double click: starts the site on this computer and opens it in the browser.
rem The first start builds the graph from the lists that come with the program (a minute or less).
rem The window must stay open; closing it ends the site. Needs: Python 3.11 or newer, then: pip install duty-kg
chcp 65001 >nul
set PYTHONUTF8=1
rem Files of yours beside this one, a csv.py for instance, are not taken for parts of Python.
set PYTHONSAFEPATH=1
rem "py" is the launcher that Python's installer brings; without it "python" must be on the PATH.
set PYTHON=python
where py >nul 2>nul
if not errorlevel 1 set PYTHON=py -3
%PYTHON% -c "import kg" 2>nul
if errorlevel 1 (
  echo 没有找到 Python 或 duty-kg，请先安装：%PYTHON% -m pip install duty-kg
  echo Python or duty-kg is missing. Install it first: %PYTHON% -m pip install duty-kg
  pause
  exit /b 1
)
%PYTHON% -m kg serve --port 0 --open
pause
