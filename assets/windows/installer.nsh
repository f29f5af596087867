; Offers the app under "Open with" for audio files. OpenWithProgids and SupportedTypes only add to that list:
; the program that opens these files by default stays the same.

!macro forEachAudioType Action
  !insertmacro ${Action} ".wav"
  !insertmacro ${Action} ".flac"
  !insertmacro ${Action} ".mp3"
  !insertmacro ${Action} ".ogg"
  !insertmacro ${Action} ".opus"
!macroend

!macro offerAudioType Extension
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" "${Extension}" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\${Extension}\OpenWithProgids" "Unweave.Audio" ""
!macroend

!macro withdrawAudioType Extension
  DeleteRegValue SHELL_CONTEXT "Software\Classes\${Extension}\OpenWithProgids" "Unweave.Audio"
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Unweave.Audio" "" "Audio file"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Unweave.Audio\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !insertmacro forEachAudioType offerAudioType
!macroend

!macro customUnInstall
  !insertmacro forEachAudioType withdrawAudioType
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Unweave.Audio"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
!macroend
